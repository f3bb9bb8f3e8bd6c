// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_MATH_COMPILE_TIME_POWER_HPP
#define PULLBACK_MATH_COMPILE_TIME_POWER_HPP

#include <pullback/math/compile_time/exponential.hpp>
#include <pullback/math/compile_time/floating_point.hpp>
#include <pullback/math/compile_time/logarithm.hpp>
#include <pullback/math/compile_time/rounding.hpp>
#include <pullback/math/compile_time/word_pair.hpp>

namespace pullback::math::compile_time {

/// pow(|x|, y) for x finite, not 0 and not 1 in magnitude, and y finite and not 0: exp(y log |x|).
template <Word T>
constexpr T power_of_magnitude(T x, T y) noexcept {
    const word_pair<T> logarithm = logarithm_of(paired(x));
    // |log x| is at least epsilon / 2, so from here on every power leaves the range.
    const T bound = power_of_two<T>(digits<T> + 24);
    if (y > bound || y < -bound) return (y > 0) == (logarithm.high > 0) ? infinity<T> : T(0);
    // Here the power cannot be told from 1.
    if (y > -1 / bound && y < 1 / bound) return 1;
    return exponential_rounded(logarithm * y);
}

/// pow with the edge cases of C Annex F.10.4.4.
template <Word T>
constexpr T pow(T x, T y) noexcept {
    if constexpr (NarrowWord<T>) {
        using wide = wider_t<T>;
        return narrowed<T>(pow(static_cast<wide>(x), static_cast<wide>(y)));
    } else {
        if (y == 0 || x == 1) return 1;
        if (is_nan(x) || is_nan(y)) return not_a_number<T>;
        const T size = magnitude(x);
        if (is_infinite(y)) {
            if (size == 1) return 1;
            return (size > 1) == (y > 0) ? infinity<T> : T(0);
        }
        const bool whole = trunc(y) == y;
        const bool odd = whole && trunc(y / 2) * 2 != y;
        const bool flips = odd && is_negative(x);
        if (x == 0 || is_infinite(x)) {
            const T result = (x == 0) == (y > 0) ? T(0) : infinity<T>;
            return flips ? -result : result;
        }
        if (x < 0 && !whole) return not_a_number<T>;
        const T result = size == 1 ? T(1) : power_of_magnitude(size, y);
        return flips ? -result : result;
    }
}

} // namespace pullback::math::compile_time

#endif
