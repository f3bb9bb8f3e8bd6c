// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_MATH_COMPILE_TIME_HYPERBOLIC_HPP
#define PULLBACK_MATH_COMPILE_TIME_HYPERBOLIC_HPP

#include <pullback/math/compile_time/exponential.hpp>
#include <pullback/math/compile_time/floating_point.hpp>
#include <pullback/math/compile_time/logarithm.hpp>
#include <pullback/math/compile_time/root.hpp>
#include <pullback/math/compile_time/word_pair.hpp>

namespace pullback::math::compile_time {

/// exp(x) + sign exp(-x), halved, for 0.3 < x; beyond `digits` the second term does not count.
template <Word T>
constexpr T half_exponential_sum(T x, T sign) noexcept {
    if (x > exponential_bound<T>) return infinity<T>;
    const scaled_pair<T> grown = exponential_of(paired(x));
    if (grown.exponent > digits<T>) return rounded(scaled_pair<T>{grown.value, grown.exponent - 1});
    const word_pair<T> shrunk = times_power(paired(sign) / grown.value, power_of_two<T>(-2 * grown.exponent));
    return rounded(scaled_pair<T>{grown.value + shrunk, grown.exponent - 1});
}

/// Small arguments by m = exp(x) - 1: sinh(x) = (m + m / (m + 1)) / 2.
template <Word T>
constexpr T sinh(T x) noexcept {
    if constexpr (NarrowWord<T>) {
        return narrowed<T>(sinh(static_cast<wider_t<T>>(x)));
    } else {
        if (is_nan(x)) return not_a_number<T>;
        const T size = magnitude(x);
        if (size < epsilon<T>) return x;
        if (size > T(0.34)) return with_sign(half_exponential_sum(size, T(-1)), x);
        const word_pair<T> m = exponential_less_one(paired(size));
        return with_sign((m + m / (m + T(1))).high / 2, x);
    }
}

template <Word T>
constexpr T cosh(T x) noexcept {
    if constexpr (NarrowWord<T>) {
        return narrowed<T>(cosh(static_cast<wider_t<T>>(x)));
    } else {
        if (is_nan(x)) return not_a_number<T>;
        const T size = magnitude(x);
        if (size < epsilon<T>) return 1;
        return half_exponential_sum(size, T(1));
    }
}

/// tanh(x) = m / (m + 2) with m = exp(2 x) - 1.
template <Word T>
constexpr T tanh(T x) noexcept {
    if constexpr (NarrowWord<T>) {
        return narrowed<T>(tanh(static_cast<wider_t<T>>(x)));
    } else {
        if (is_nan(x)) return not_a_number<T>;
        const T size = magnitude(x);
        if (size < epsilon<T>) return x;
        if (size > static_cast<T>(digits<T>) / 2) return with_sign(T(1), x);
        const scaled_pair<T> scaled = exponential_minus_one_of(paired(2 * size));
        const word_pair<T> m = times_power(scaled.value, power_of_two<T>(scaled.exponent));
        return with_sign((m / (m + T(2))).high, x);
    }
}

/// asinh(x) = log1p(x + x^2 / (1 + sqrt(1 + x^2))); log(2x) where the 1 does not count.
template <Word T>
constexpr T asinh(T x) noexcept {
    if constexpr (NarrowWord<T>) {
        return narrowed<T>(asinh(static_cast<wider_t<T>>(x)));
    } else {
        if (is_nan(x)) return not_a_number<T>;
        const T size = magnitude(x);
        if (size < epsilon<T> || is_infinite(x)) return x;
        if (size > 2 / epsilon<T>) return with_sign(logarithm_of(paired(size), 1).high, x);
        const word_pair<T> square = exact_product(size, size);
        const word_pair<T> fraction = square / (scaled_root_of(square + T(1)) + T(1));
        return with_sign(logarithm_of_one_plus(fraction + size).high, x);
    }
}

/// acosh(x) = log1p(t + sqrt(t (t + 2))) with t = x - 1; log(2x) for large x.
template <Word T>
constexpr T acosh(T x) noexcept {
    if constexpr (NarrowWord<T>) {
        return narrowed<T>(acosh(static_cast<wider_t<T>>(x)));
    } else {
        if (!(x >= 1)) return not_a_number<T>;
        if (x == 1) return 0;
        if (is_infinite(x)) return x;
        if (x > 2 / epsilon<T>) return logarithm_of(paired(x), 1).high;
        const word_pair<T> t = exact_sum(x, T(-1));
        return logarithm_of_one_plus(t + scaled_root_of(t * exact_sum(x, T(1)))).high;
    }
}

/// atanh(x) = log1p(2x / (1 - x)) / 2; the ratio form of the logarithm where x is small.
template <Word T>
constexpr T atanh(T x) noexcept {
    if constexpr (NarrowWord<T>) {
        return narrowed<T>(atanh(static_cast<wider_t<T>>(x)));
    } else {
        const T size = magnitude(x);
        if (!(size <= 1)) return not_a_number<T>;
        if (size == 1) return with_sign(infinity<T>, x);
        if (size < epsilon<T>) return x;
        if (size < T(0.17)) return with_sign(logarithm_of_ratio(paired(size)).high / 2, x);
        return with_sign(logarithm_of(exact_sum(T(1), size) / exact_sum(T(1), -size)).high / 2, x);
    }
}

} // namespace pullback::math::compile_time

#endif
