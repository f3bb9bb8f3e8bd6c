// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_MATH_COMPILE_TIME_LOGARITHM_HPP
#define PULLBACK_MATH_COMPILE_TIME_LOGARITHM_HPP

#include <pullback/math/compile_time/floating_point.hpp>
#include <pullback/math/compile_time/word_pair.hpp>

namespace pullback::math::compile_time {

/// 1 / (2k + 1), the series of artanh(s) / s in s^2.
template <Word T>
struct odd_reciprocals {
    static constexpr int size = 24;
    word_pair<T> c[size];
};

template <Word T>
inline constexpr odd_reciprocals<T> artanh_coefficients = [] {
    odd_reciprocals<T> series{};
    for (int k = 0; k < odd_reciprocals<T>::size; ++k) {
        series.c[k] = paired(T(1)) / paired(static_cast<T>(2 * k + 1));
    }
    return series;
}();

/// log((1 + s) / (1 - s)) = 2 artanh(s) for |s| < 0.18. Accurate to about 2^-(digits + 30), because pow
/// multiplies the relative error by the logarithm of its result.
template <Word T>
constexpr word_pair<T> logarithm_of_ratio(word_pair<T> s) noexcept {
    constexpr int used = digits < T >> 53 ? 20 : 17;
    return times_power(s * polynomial(s * s, artanh_coefficients<T>.c, used, 7), T(2));
}

/// log(m 2^n) where m is positive.
template <Word T>
constexpr word_pair<T> logarithm_of(word_pair<T> m, int n = 0) noexcept {
    const decomposed<T> parts = decompose(m.high);
    const int lift = parts.fraction * parts.fraction > 2 ? 1 : 0;
    // Two steps, because the reciprocal of the largest powers would be subnormal.
    const int shift = -(parts.exponent + lift);
    const int half = shift / 2;
    const word_pair<T> fraction = times_power(times_power(m, power_of_two<T>(half)), power_of_two<T>(shift - half));
    const word_pair<T> s = (fraction + T(-1)) / (fraction + T(1));
    return ln2<T> * static_cast<T>(n - shift) + logarithm_of_ratio(s);
}

/// log(1 + u) for u > -1 given to twice the precision.
template <Word T>
constexpr word_pair<T> logarithm_of_one_plus(word_pair<T> u) noexcept {
    if (u.high > T(-0.25) && u.high < T(0.375)) return logarithm_of_ratio(u / (u + T(2)));
    return logarithm_of(u + T(1));
}

/// The common cases of all logarithms: true and the result where nothing is left to compute.
template <Word T>
struct settled {
    bool done;
    T value;
};

template <Word T>
constexpr settled<T> logarithm_edge(T x) noexcept {
    if (is_nan(x) || x < 0) return {true, not_a_number<T>};
    if (x == 0) return {true, -infinity<T>};
    if (x == infinity<T>) return {true, x};
    if (x == 1) return {true, 0};
    return {false, 0};
}

template <Word T>
constexpr T log(T x) noexcept {
    if constexpr (NarrowWord<T>) {
        return narrowed<T>(log(static_cast<wider_t<T>>(x)));
    } else {
        const settled<T> edge = logarithm_edge(x);
        if (edge.done) return edge.value;
        return logarithm_of(paired(x)).high;
    }
}

/// The exponent is added after the division by ln(2), so powers of two are exact.
template <Word T>
constexpr T log2(T x) noexcept {
    if constexpr (NarrowWord<T>) {
        return narrowed<T>(log2(static_cast<wider_t<T>>(x)));
    } else {
        const settled<T> edge = logarithm_edge(x);
        if (edge.done) return edge.value;
        decomposed<T> parts = decompose(x);
        if (parts.fraction * parts.fraction > 2) {
            parts.fraction /= 2;
            ++parts.exponent;
        }
        const word_pair<T> s = exact_sum(parts.fraction, T(-1)) / exact_sum(parts.fraction, T(1));
        return (logarithm_of_ratio(s) * inverse_ln2<T> + static_cast<T>(parts.exponent)).high;
    }
}

template <Word T>
constexpr T log10(T x) noexcept {
    if constexpr (NarrowWord<T>) {
        return narrowed<T>(log10(static_cast<wider_t<T>>(x)));
    } else {
        const settled<T> edge = logarithm_edge(x);
        if (edge.done) return edge.value;
        return (logarithm_of(paired(x)) * inverse_ln10<T>).high;
    }
}

template <Word T>
constexpr T log1p(T x) noexcept {
    if constexpr (NarrowWord<T>) {
        return narrowed<T>(log1p(static_cast<wider_t<T>>(x)));
    } else {
        if (is_nan(x) || x < -1) return not_a_number<T>;
        if (x == -1) return -infinity<T>;
        if (x == infinity<T>) return x;
        if (x > -epsilon<T> / 4 && x < epsilon<T> / 4) return x;
        return logarithm_of_one_plus(paired(x)).high;
    }
}

} // namespace pullback::math::compile_time

#endif
