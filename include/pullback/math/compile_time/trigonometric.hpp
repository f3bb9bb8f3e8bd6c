// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_MATH_COMPILE_TIME_TRIGONOMETRIC_HPP
#define PULLBACK_MATH_COMPILE_TIME_TRIGONOMETRIC_HPP

#include <pullback/math/compile_time/circular_reduction.hpp>
#include <pullback/math/compile_time/floating_point.hpp>
#include <pullback/math/compile_time/word_pair.hpp>

namespace pullback::math::compile_time {

/// (-1)^k / (2k)! and (-1)^k / (2k + 1)!, the series of cos(r) and sin(r) / r in r^2.
template <Word T>
struct circular_series {
    static constexpr int size = 13;
    static constexpr int used = digits<T> > 53 ? 13 : 11;
    word_pair<T> cosine[size];
    word_pair<T> sine[size];
};

template <Word T>
inline constexpr circular_series<T> circular_coefficients = [] {
    circular_series<T> series{};
    word_pair<T> term = paired(T(1));
    for (int k = 0; k < circular_series<T>::size; ++k) {
        series.cosine[k] = term;
        series.sine[k] = term / paired(static_cast<T>(2 * k + 1));
        term = term / paired(static_cast<T>(-(2 * k + 1) * (2 * k + 2)));
    }
    return series;
}();

/// sin(r) for |r| <= pi / 4.
template <Word T>
constexpr word_pair<T> sine_of(word_pair<T> r) noexcept {
    return r * polynomial(r * r, circular_coefficients<T>.sine, circular_series<T>::used, 4);
}

template <Word T>
constexpr word_pair<T> cosine_of(word_pair<T> r) noexcept {
    return polynomial(r * r, circular_coefficients<T>.cosine, circular_series<T>::used, 5);
}

template <Word T>
constexpr reduced_angle<T> angle_of(T x) noexcept {
    if (magnitude(x) <= quarter_pi<T>.high) return {paired(x), 0U};
    return reduce_angle(x);
}

/// sin(x + quarter_turns * pi / 2).
template <Word T>
constexpr T sine_after(T x, unsigned quarter_turns) noexcept {
    const reduced_angle<T> angle = angle_of(x);
    const unsigned quadrant = angle.quadrant + quarter_turns;
    const T value = (quadrant & 1U) != 0U ? cosine_of(angle.rest).high : sine_of(angle.rest).high;
    return (quadrant & 2U) != 0U ? -value : value;
}

template <Word T>
constexpr T sin(T x) noexcept {
    if constexpr (NarrowWord<T>) {
        return narrowed<T>(sin(static_cast<wider_t<T>>(x)));
    } else {
        if (is_nan(x) || is_infinite(x)) return not_a_number<T>;
        // This also keeps the sign of a zero, and subnormal numbers out of exact products.
        if (x > -epsilon<T> && x < epsilon<T>) return x;
        return sine_after(x, 0U);
    }
}

template <Word T>
constexpr T cos(T x) noexcept {
    if constexpr (NarrowWord<T>) {
        return narrowed<T>(cos(static_cast<wider_t<T>>(x)));
    } else {
        if (is_nan(x) || is_infinite(x)) return not_a_number<T>;
        if (x > -epsilon<T> && x < epsilon<T>) return 1;
        return sine_after(x, 1U);
    }
}

template <Word T>
constexpr T tan(T x) noexcept {
    if constexpr (NarrowWord<T>) {
        return narrowed<T>(tan(static_cast<wider_t<T>>(x)));
    } else {
        if (is_nan(x) || is_infinite(x)) return not_a_number<T>;
        if (x > -epsilon<T> && x < epsilon<T>) return x;
        const reduced_angle<T> angle = angle_of(x);
        const word_pair<T> sine = sine_of(angle.rest);
        const word_pair<T> cosine = cosine_of(angle.rest);
        return (angle.quadrant & 1U) != 0U ? -(cosine / sine).high : (sine / cosine).high;
    }
}

} // namespace pullback::math::compile_time

#endif
