// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_MATH_COMPILE_TIME_ERROR_FUNCTION_HPP
#define PULLBACK_MATH_COMPILE_TIME_ERROR_FUNCTION_HPP

#include <pullback/math/compile_time/exponential.hpp>
#include <pullback/math/compile_time/floating_point.hpp>
#include <pullback/math/compile_time/word_pair.hpp>

namespace pullback::math::compile_time {

/// 2^k / (2k + 1)!!, the series of exp(z) sqrt(pi) erf(x) / (2x) in z = x^2.
template <Word T>
struct error_series {
    static constexpr int size = 45;
    word_pair<T> c[size];
};

template <Word T>
inline constexpr error_series<T> error_coefficients = [] {
    error_series<T> series{};
    series.c[0] = paired(T(1));
    for (int k = 1; k < error_series<T>::size; ++k) {
        series.c[k] = times_power(series.c[k - 1] / paired(static_cast<T>(2 * k + 1)), T(2));
    }
    return series;
}();

/// Where the series of erf ends and the continued fraction of erfc begins.
template <Word T>
inline constexpr T error_series_end = T(2.25);

/// erf(x) for 0 < x < error_series_end (Abramowitz and Stegun 7.1.6): a sum of positive terms, so nothing
/// cancels.
template <Word T>
constexpr word_pair<T> error_by_series(T x) noexcept {
    const word_pair<T> square = exact_product(x, x);
    // The first term left out is below 2^-(digits + 20) of the sum.
    const int count = x < T(0.5) ? 18 : x < T(1.25) ? 29 : 45;
    const word_pair<T> sum = polynomial(square, error_coefficients<T>.c, count, x < T(0.5) ? 6 : 16);
    const scaled_pair<T> decay = exponential_of(-square);
    return times_power(two_over_root_pi<T> * x * sum * decay.value, power_of_two<T>(decay.exponent));
}

/// erfc(x) = exp(-x^2) / sqrt(pi) / (x + 1/2 / (x + 1 / (x + 3/2 / (x + ...)))) for x >= error_series_end
/// (Abramowitz and Stegun 7.1.14). An error of an inner level is damped by every level around it, so only the
/// outer ones are computed in pairs.
template <Word T>
constexpr scaled_pair<T> complement_by_fraction(T x) noexcept {
    // The truncation error falls as exp(-2 x sqrt(2 n)) in the limit; the other terms are fitted for large x.
    constexpr T needed = static_cast<T>(digits<T> + 18) * T(0.3466);
    const int levels = 10 + static_cast<int>((T(0.55) * needed * needed / x + 40) / x);
    constexpr int outer = 8;
    T inner = x;
    for (int k = levels; k > outer; --k) inner = x + (static_cast<T>(k) / 2) / inner;
    word_pair<T> fraction = paired(inner);
    for (int k = outer; k > 0; --k) fraction = paired(static_cast<T>(k) / 2) / fraction + x;
    const scaled_pair<T> decay = exponential_of(-exact_product(x, x));
    return {times_power(two_over_root_pi<T>, T(0.5)) * decay.value / fraction, decay.exponent};
}

/// erfc(x) underflows from here on: x^2 > (digits - min_exponent) ln 2, with 2 more to be safe.
template <Word T>
inline constexpr T complement_end = digits<T> > 53 ? T(108) : T(29);

template <Word T>
constexpr T erf(T x) noexcept {
    if constexpr (NarrowWord<T>) {
        return narrowed<T>(erf(static_cast<wider_t<T>>(x)));
    } else {
        if (is_nan(x)) return not_a_number<T>;
        const T size = magnitude(x);
        if (size < epsilon<T>) {
            // 2 / sqrt(pi) is not far from 1, but a subnormal product needs its one rounding: scale up first.
            if (x == 0) return x;
            const decomposed<T> parts = decompose(size);
            const word_pair<T> product = two_over_root_pi<T> * parts.fraction;
            return with_sign(rounded(scaled_pair<T>{product, parts.exponent}), x);
        }
        if (size > 9) return with_sign(T(1), x);
        if (size < error_series_end<T>) return with_sign(error_by_series(size).high, x);
        const scaled_pair<T> rest = complement_by_fraction(size);
        const T less = rest.value.high * power_of_two<T>(rest.exponent);
        return with_sign(1 - less, x);
    }
}

template <Word T>
constexpr T erfc(T x) noexcept {
    if constexpr (NarrowWord<T>) {
        return narrowed<T>(erfc(static_cast<wider_t<T>>(x)));
    } else {
        if (is_nan(x)) return not_a_number<T>;
        if (x > complement_end<T>) return 0;
        if (x < -9) return 2;
        const T size = magnitude(x);
        if (size < epsilon<T> / 8) return 1;
        if (size < error_series_end<T>) {
            const word_pair<T> error = error_by_series(size);
            return ((x < 0 ? error : -error) + T(1)).high;
        }
        const scaled_pair<T> rest = complement_by_fraction(size);
        if (x > 0) return rounded(rest);
        return 2 - rest.value.high * power_of_two<T>(rest.exponent);
    }
}

} // namespace pullback::math::compile_time

#endif
