// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_MATH_COMPILE_TIME_EXPONENTIAL_HPP
#define PULLBACK_MATH_COMPILE_TIME_EXPONENTIAL_HPP

#include <pullback/math/compile_time/floating_point.hpp>
#include <pullback/math/compile_time/word_pair.hpp>

#include <limits>

namespace pullback::math::compile_time {

/// 1 / (k + 1)!, the series of (exp(r) - 1) / r.
template <Word T>
struct exponential_series {
    static constexpr int size = 20;
    static constexpr int used = digits<T> > 53 ? 20 : 17;
    word_pair<T> c[size];
};

template <Word T>
inline constexpr exponential_series<T> exponential_coefficients = [] {
    exponential_series<T> series{};
    T factorial = 1;
    for (int k = 0; k < exponential_series<T>::size; ++k) {
        factorial *= static_cast<T>(k + 1);
        series.c[k] = paired(T(1)) / paired(factorial);
    }
    return series;
}();

/// exp(r) - 1 for |r| < 0.36, with a relative error near 2^-(digits + 20).
template <Word T>
constexpr word_pair<T> exponential_less_one(word_pair<T> r) noexcept {
    return r * polynomial(r, exponential_coefficients<T>.c, exponential_series<T>::used, 7);
}

/// exp(x) = value * 2^exponent by x = exponent * ln(2) + r, for x within the range of exponents of T.
template <Word T>
constexpr scaled_pair<T> exponential_of(word_pair<T> x) noexcept {
    const int exponent = nearest_int(x.high * inverse_ln2<T>.high);
    const word_pair<T> r = x - ln2<T> * static_cast<T>(exponent);
    return {exponential_less_one(r) + T(1), exponent};
}

/// Beyond this magnitude exp over- or underflows in any case.
template <Word T>
inline constexpr T exponential_bound = static_cast<T>(std::numeric_limits<T>::max_exponent + 2 * digits<T>);

template <Word T>
constexpr T exponential_rounded(word_pair<T> x) noexcept {
    if (x.high > exponential_bound<T>) return infinity<T>;
    if (x.high < -exponential_bound<T>) return 0;
    return rounded(exponential_of(x));
}

template <Word T>
constexpr T exp(T x) noexcept {
    if constexpr (NarrowWord<T>) {
        return narrowed<T>(exp(static_cast<wider_t<T>>(x)));
    } else {
        if (is_nan(x)) return not_a_number<T>;
        if (x == 0) return 1;
        if (x > -epsilon<T> / 4 && x < epsilon<T> / 4) return 1;
        return exponential_rounded(paired(x));
    }
}

/// 2^x = 2^n exp((x - n) ln 2), n the nearest integer.
template <Word T>
constexpr T exp2(T x) noexcept {
    if constexpr (NarrowWord<T>) {
        return narrowed<T>(exp2(static_cast<wider_t<T>>(x)));
    } else {
        if (is_nan(x)) return not_a_number<T>;
        if (x > exponential_bound<T>) return infinity<T>;
        if (x < -exponential_bound<T>) return 0;
        if (x > -epsilon<T> / 4 && x < epsilon<T> / 4) return 1;
        const int exponent = nearest_int(x);
        const word_pair<T> r = ln2<T> * (x - static_cast<T>(exponent));
        return rounded(scaled_pair<T>{exponential_less_one(r) + T(1), exponent});
    }
}

/// exp(x) - 1 as a scaled pair, for |x| at most exponential_bound and at least epsilon / 4.
template <Word T>
constexpr scaled_pair<T> exponential_minus_one_of(word_pair<T> x) noexcept {
    const int exponent = nearest_int(x.high * inverse_ln2<T>.high);
    const word_pair<T> r = x - ln2<T> * static_cast<T>(exponent);
    const word_pair<T> small = exponential_less_one(r);
    if (exponent == 0) return {small, 0};
    if (exponent > 2 * digits<T>) return {small + T(1), exponent};
    if (exponent < -2 * digits<T>) return {paired(T(-1)), 0};
    if (exponent < 0)
        return {(paired(T(-1)) + power_of_two<T>(exponent)) + times_power(small, power_of_two<T>(exponent)), 0};
    return {(paired(T(1)) + -power_of_two<T>(-exponent)) + small, exponent};
}

template <Word T>
constexpr T expm1(T x) noexcept {
    if constexpr (NarrowWord<T>) {
        return narrowed<T>(expm1(static_cast<wider_t<T>>(x)));
    } else {
        if (is_nan(x)) return not_a_number<T>;
        if (x > exponential_bound<T>) return infinity<T>;
        if (x < -exponential_bound<T>) return -1;
        if (x > -epsilon<T> / 4 && x < epsilon<T> / 4) return x;
        return rounded(exponential_minus_one_of(paired(x)));
    }
}

} // namespace pullback::math::compile_time

#endif
