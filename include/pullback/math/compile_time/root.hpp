// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_MATH_COMPILE_TIME_ROOT_HPP
#define PULLBACK_MATH_COMPILE_TIME_ROOT_HPP

#include <pullback/math/compile_time/floating_point.hpp>
#include <pullback/math/compile_time/word_pair.hpp>

namespace pullback::math::compile_time {

/// Square root of 1 <= x < 4 to within a few units of the last place, by Newton's iteration.
template <Word T>
constexpr T approximate_root(T x) noexcept {
    constexpr int steps = digits < T >> 53 ? 5 : 4;
    T root = T(0.59) + x * T(0.4173) - x * x * T(0.0177);
    for (int i = 0; i < steps; ++i) root = T(0.5) * (root + x / root);
    return root;
}

/// Square root of a pair of the size of 1 to 4.
template <Word T>
constexpr word_pair<T> root_of(word_pair<T> x) noexcept {
    const T root = approximate_root(x.high);
    const word_pair<T> square = exact_product(root, root);
    return ordered_sum(root, (((x.high - square.high) - square.low) + x.low) / (2 * root));
}

/// Square root of a positive pair of any size within exponents that leave room for products.
template <Word T>
constexpr word_pair<T> scaled_root_of(word_pair<T> x) noexcept {
    const int exponent = decompose(x.high).exponent;
    const int half = (exponent - (exponent & 1)) / 2;
    const T down = power_of_two<T>(-half);
    return times_power(root_of(times_power(times_power(x, down), down)), power_of_two<T>(half));
}

/// Correctly rounded. With y a neighbour of the root, x - y^2 is exact in a pair; y is one unit u off exactly
/// if that residual exceeds y u in magnitude, since both are multiples of u^2 and a tie cannot occur.
template <Word T>
constexpr T sqrt(T x) noexcept {
    if constexpr (NarrowWord<T>) {
        return narrowed<T>(sqrt(static_cast<wider_t<T>>(x)));
    } else {
        if (x == 0 || x == infinity<T>) return x;
        if (!(x > 0)) return not_a_number<T>;
        const decomposed<T> parts = decompose(x);
        const bool odd = (parts.exponent & 1) != 0;
        const T scaled = odd ? 2 * parts.fraction : parts.fraction;
        T root = root_of(paired(scaled)).high;
        const word_pair<T> square = exact_product(root, root);
        const word_pair<T> residual = ordered_sum(scaled - square.high, -square.low);
        const T limit = root * epsilon<T>;
        if (residual.high > limit || (residual.high == limit && residual.low > 0)) {
            root += epsilon<T>;
        } else if (residual.high < -limit || (residual.high == -limit && residual.low <= 0)) {
            root -= epsilon<T>;
        }
        return scale(root, (parts.exponent - (odd ? 1 : 0)) / 2);
    }
}

/// y^3 = m with 1 <= m < 8, by Newton's iteration and one step in twice the precision.
template <Word T>
constexpr T cbrt(T x) noexcept {
    if constexpr (NarrowWord<T>) {
        return narrowed<T>(cbrt(static_cast<wider_t<T>>(x)));
    } else {
        if (is_nan(x)) return not_a_number<T>;
        if (x == 0 || is_infinite(x)) return x;
        const decomposed<T> parts = decompose(x);
        const int third = (parts.exponent + 3 * 20000) / 3 - 20000;
        const int rest = parts.exponent - 3 * third;
        const T scaled = parts.fraction * static_cast<T>(1 << rest);
        constexpr int steps = digits < T >> 53 ? 5 : 4;
        T root = T(0.78) + scaled * (T(0.25) - scaled * T(0.0125));
        for (int i = 0; i < steps; ++i) root -= (root - scaled / (root * root)) / 3;
        const word_pair<T> cube = exact_product(root, root) * root;
        const T result = root + ((scaled - cube.high) - cube.low) / (3 * root * root);
        return scale(x < 0 ? -result : result, third);
    }
}

/// Square root of the sum of squares, on the scale of the largest operand.
template <Word T>
constexpr T hypot(T x, T y, T z = 0) noexcept {
    if constexpr (NarrowWord<T>) {
        using wide = wider_t<T>;
        return narrowed<T>(hypot(static_cast<wide>(x), static_cast<wide>(y), static_cast<wide>(z)));
    } else {
        if (is_infinite(x) || is_infinite(y) || is_infinite(z)) return infinity<T>;
        if (is_nan(x) || is_nan(y) || is_nan(z)) return not_a_number<T>;
        const T sizes[3] = {magnitude(x), magnitude(y), magnitude(z)};
        const T part = sizes[0] > sizes[1] ? sizes[0] : sizes[1];
        const T most = part > sizes[2] ? part : sizes[2];
        if (most == 0) return 0;
        const int exponent = decompose(most).exponent;
        word_pair<T> sum{0, 0};
        for (const T size : sizes) {
            if (size == 0) continue;
            const decomposed<T> parts = decompose(size);
            // Smaller ones cannot change the result.
            if (exponent - parts.exponent > digits<T> + 2) continue;
            const T scaled = parts.fraction * power_of_two<T>(parts.exponent - exponent);
            sum = sum + exact_product(scaled, scaled);
        }
        return rounded(scaled_pair<T>{scaled_root_of(sum), exponent});
    }
}

} // namespace pullback::math::compile_time

#endif
