// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_MATH_COMPILE_TIME_FLOATING_POINT_HPP
#define PULLBACK_MATH_COMPILE_TIME_FLOATING_POINT_HPP

#include <pullback/cpp20.hpp>

#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>

namespace pullback::math::compile_time {

/// A binary format these functions are written for: float, double and the 64 bit significand of x87.
/// A long double of another width is not a Word; the dispatch then keeps to the standard library.
template <class T>
concept Word = std::floating_point<T> && std::numeric_limits<T>::is_iec559 && std::numeric_limits<T>::radix == 2 &&
               (std::numeric_limits<T>::digits == 24 || std::numeric_limits<T>::digits == 53 ||
                std::numeric_limits<T>::digits == 64);

/// The format a narrow type is computed in, so that one rounding at the end is all the error there is.
template <Word T>
struct wider {
    using type = T;
};
template <>
struct wider<float> {
    using type = double;
};

template <Word T>
using wider_t = typename wider<T>::type;

template <class T>
concept NarrowWord = Word<T> && !std::same_as<wider_t<T>, T>;

// What functions of literals give outside of their domain. Under -ffast-math clang 19 warns of it.
#if defined(__clang__)
#pragma clang diagnostic push
#if __has_warning("-Wnan-infinity-disabled")
#pragma clang diagnostic ignored "-Wnan-infinity-disabled"
#endif
#endif
template <Word T>
inline constexpr T infinity = std::numeric_limits<T>::infinity();
#if defined(__clang__)
#pragma clang diagnostic pop
#endif
template <Word T>
inline constexpr T not_a_number = std::numeric_limits<T>::quiet_NaN();
template <Word T>
inline constexpr T largest = std::numeric_limits<T>::max();
/// Number of significand bits.
template <Word T>
inline constexpr int digits = std::numeric_limits<T>::digits;
/// Distance of 1 to the next number.
template <Word T>
inline constexpr T epsilon = std::numeric_limits<T>::epsilon();

template <Word T>
constexpr bool is_nan(T x) noexcept {
    return x != x;
}

template <Word T>
constexpr bool is_infinite(T x) noexcept {
    return x == infinity<T> || x == -infinity<T>;
}

/// Sign bit. Zeros (and NaN) are looked at through the bits of a type whose bits a constant expression can
/// see; the conversion keeps the sign of a zero.
template <Word T>
constexpr bool is_negative(T x) noexcept {
    if (x < 0) return true;
    if (x > 0) return false;
    if (x != x) return false;
    return (std::bit_cast<std::uint32_t>(static_cast<float>(x)) >> 31U) != 0U;
}

template <Word T>
constexpr T magnitude(T x) noexcept {
    return is_negative(x) ? -x : x;
}

/// |x| with the sign of y.
template <Word T>
constexpr T with_sign(T x, T y) noexcept {
    return is_negative(x) == is_negative(y) ? x : -x;
}

/// Rounds a wide result to the narrow type; out of range goes to infinity by test, because an overflowing
/// conversion is no constant expression.
template <NarrowWord T>
constexpr T narrowed(wider_t<T> x) noexcept {
    using wide = wider_t<T>;
    constexpr wide top = static_cast<wide>(largest<T>);
    constexpr wide limit = top * (1 + static_cast<wide>(epsilon<T>) / 4);
    if (x != x) return not_a_number<T>;
    if (x >= limit) return infinity<T>;
    if (x <= -limit) return -infinity<T>;
    if (x > top) return largest<T>;
    if (x < -top) return -largest<T>;
    return static_cast<T>(x);
}

template <Word T>
struct power_table {
    /// Entries 2^(2^i) and their reciprocals.
    static constexpr int size = std::numeric_limits<T>::max_exponent > 1024  ? 14
                                : std::numeric_limits<T>::max_exponent > 128 ? 10
                                                                             : 7;
    T up[std::size_t{size}];
    T down[std::size_t{size}];
};

template <Word T>
inline constexpr power_table<T> powers_of_two = [] {
    power_table<T> table{};
    table.up[0] = 2;
    table.down[0] = T(1) / 2;
    for (int i = 1; i < power_table<T>::size; ++i) {
        table.up[i] = table.up[i - 1] * table.up[i - 1];
        table.down[i] = table.down[i - 1] * table.down[i - 1];
    }
    return table;
}();

/// 2^n for min_exponent - 1 <= n < max_exponent.
template <Word T>
constexpr T power_of_two(int n) noexcept {
    const unsigned size = static_cast<unsigned>(n < 0 ? -n : n);
    const auto& factors = n < 0 ? powers_of_two<T>.down : powers_of_two<T>.up;
    T result = 1;
    for (int i = 0; i < power_table<T>::size; ++i) result *= ((size >> i) & 1U) != 0U ? factors[i] : T(1);
    return result;
}

/// x * 2^n rounded once, for x zero or between 2^-20 and 2^20 in magnitude.
template <Word T>
constexpr T scale(T x, int n) noexcept {
    using limits = std::numeric_limits<T>;
    if (x == 0 || n == 0) return x;
    if (n > limits::max_exponent + 20) return x < 0 ? -infinity<T> : infinity<T>;
    if (n < limits::min_exponent - digits<T> - 21) return x < 0 ? -T(0) : T(0);
    if (n > limits::max_exponent - 22) {
        constexpr int step = 80;
        const T scaled = x * power_of_two<T>(n - step);
        const T last = power_of_two<T>(step);
        if (scaled > largest<T> / last) return infinity<T>;
        if (scaled < -(largest<T> / last)) return -infinity<T>;
        return scaled * last;
    }
    if (n > limits::min_exponent + 22) return x * power_of_two<T>(n);
    // The first factor stays exact, so only the last one rounds.
    const int half = n / 2;
    return x * power_of_two<T>(half) * power_of_two<T>(n - half);
}

template <Word T>
struct decomposed {
    T fraction;
    int exponent;
};

/// |x| = fraction * 2^exponent with 1 <= fraction < 2, for finite x other than zero.
template <Word T>
constexpr decomposed<T> decompose(T x) noexcept {
    using limits = std::numeric_limits<T>;
    constexpr const auto& table = powers_of_two<T>;
    T fraction = x < 0 ? -x : x;
    int exponent = 0;
    if (fraction < limits::min()) {
        fraction *= power_of_two<T>(digits<T>);
        exponent = -digits<T>;
    }
    if (fraction >= 1) {
        for (int i = power_table<T>::size - 1; i >= 0; --i) {
            if (fraction < table.up[i]) continue;
            fraction *= table.down[i];
            exponent += 1 << i;
        }
        return {fraction, exponent};
    }
    for (int i = power_table<T>::size - 1; i >= 0; --i) {
        if (fraction >= 2 * table.down[i]) continue;
        fraction *= table.up[i];
        exponent -= 1 << i;
    }
    return {fraction, exponent};
}

/// Nearest integer of a value well inside the range of int.
template <Word T>
constexpr int nearest_int(T x) noexcept {
    return static_cast<int>(x < 0 ? x - T(1) / 2 : x + T(1) / 2);
}

} // namespace pullback::math::compile_time

#endif
