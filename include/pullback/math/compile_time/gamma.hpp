// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_MATH_COMPILE_TIME_GAMMA_HPP
#define PULLBACK_MATH_COMPILE_TIME_GAMMA_HPP

#include <pullback/math/compile_time/floating_point.hpp>
#include <pullback/math/compile_time/gamma_series.hpp>
#include <pullback/math/compile_time/rounding.hpp>
#include <pullback/math/compile_time/trigonometric.hpp>
#include <pullback/math/compile_time/word_pair.hpp>

namespace pullback::math::compile_time {

/// sin(pi x) for x not whole, in magnitude.
template <Word T>
constexpr word_pair<T> sine_of_pi(T x) noexcept {
    const T rest = magnitude(x - round(x));
    // Both differences are exact; the sine of the complement keeps the argument below pi / 4.
    if (rest > T(0.25)) return cosine_of(pi<T> * (T(0.5) - rest));
    return sine_of(pi<T> * rest);
}

/// Gamma(2 + z) and the factors between it and Gamma(x), for 0 < x < stirling_begin.
template <Word T>
struct gamma_factors {
    word_pair<T> logarithm;
    /// Gamma(x) = exp(logarithm) * above / below; one of the two is 1.
    word_pair<T> above;
    word_pair<T> below;
};

/// x is given as a pair so that 1 - x of a negative x is exact.
template <Word T>
constexpr gamma_factors<T> factor_gamma(word_pair<T> x) noexcept {
    gamma_factors<T> factors{{0, 0}, {1, 0}, {1, 0}};
    word_pair<T> z = x;
    if (x.high < T(0.5)) {
        factors.below = x * (x + T(1));
    } else if (x.high < T(1.5)) {
        factors.below = x;
        z = x + T(-1);
    } else {
        z = x + T(-2);
        while (z.high > T(0.5)) {
            factors.above = factors.above * (z + T(1));
            z = z + T(-1);
        }
    }
    factors.logarithm = logarithm_of_gamma_near_two(z);
    return factors;
}

/// Gamma(x) for x > 0.
template <Word T>
constexpr scaled_pair<T> gamma_of(word_pair<T> x) noexcept {
    if (x.high >= stirling_begin<T>) return exponential_of(logarithm_of_large_gamma(x));
    const gamma_factors<T> factors = factor_gamma(x);
    const scaled_pair<T> base = exponential_of(factors.logarithm);
    return {base.value * factors.above / factors.below, base.exponent};
}

/// log Gamma(x) for x > 0.
template <Word T>
constexpr word_pair<T> logarithm_of_gamma(word_pair<T> x) noexcept {
    if (x.high >= stirling_begin<T>) return logarithm_of_large_gamma(x);
    const gamma_factors<T> factors = factor_gamma(x);
    if (x.high > T(2.5)) return factors.logarithm + logarithm_of(factors.above);
    if (x.high < T(0.5)) return factors.logarithm - logarithm_of(factors.below);
    if (x.high < T(1.5)) return factors.logarithm - logarithm_of_one_plus(x + T(-1));
    return factors.logarithm;
}

/// Gamma(x) beyond this argument overflows.
template <Word T>
inline constexpr T gamma_end = digits<T> > 53 ? T(1756) : T(172);

/// Poles give NaN at negative whole numbers and an infinity with the sign of the zero (C Annex F.10.5.4).
/// Negative x by reflection: Gamma(x) = pi / (sin(pi x) Gamma(1 - x)).
template <Word T>
constexpr T tgamma(T x) noexcept {
    if constexpr (NarrowWord<T>) {
        return narrowed<T>(tgamma(static_cast<wider_t<T>>(x)));
    } else {
        if (is_nan(x) || x == -infinity<T>) return not_a_number<T>;
        if (x == 0) return with_sign(infinity<T>, x);
        if (x > gamma_end<T>) return infinity<T>;
        if (x < 0 && trunc(x) == x) return not_a_number<T>;
        const T size = magnitude(x);
        if (size < epsilon<T> / 4) {
            // 1 / x, which overflows for the smallest x.
            if (size <= 1 / largest<T>) return with_sign(infinity<T>, x);
            return 1 / x;
        }
        if (x > 0) {
            const scaled_pair<T> result = gamma_of(paired(x));
            const decomposed<T> parts = decompose(result.value.high);
            if (parts.exponent < 20) return rounded(result);
            // Products before the asymptotic series may have grown.
            const T down = power_of_two<T>(-parts.exponent);
            return rounded(scaled_pair<T>{times_power(result.value, down), result.exponent + parts.exponent});
        }
        const bool odd = trunc(floor(x) / 2) * 2 != floor(x);
        if (x < -gamma_end<T> - 2 * digits<T>) return odd ? -T(0) : T(0);
        const word_pair<T> sine = sine_of_pi(x);
        const scaled_pair<T> mirrored = gamma_of(exact_sum(T(1), -x));
        const word_pair<T> quotient = pi<T> / mirrored.value / sine;
        const decomposed<T> parts = decompose(quotient.high);
        const word_pair<T> near_one = times_power(quotient, power_of_two<T>(-parts.exponent));
        const T result = rounded(scaled_pair<T>{near_one, parts.exponent - mirrored.exponent});
        return odd ? -result : result;
    }
}

/// log |Gamma(x)|; poles and infinities give +inf. Negative x by reflection. Its zeros between negative whole
/// numbers lie closer and closer to those: the absolute error there is near 2^-(2 digits - 10), so that
/// results down to about 2^-(digits - 20) keep full relative accuracy.
template <Word T>
constexpr T lgamma(T x) noexcept {
    if constexpr (NarrowWord<T>) {
        return narrowed<T>(lgamma(static_cast<wider_t<T>>(x)));
    } else {
        if (is_nan(x)) return not_a_number<T>;
        if (is_infinite(x)) return infinity<T>;
        if (x <= 0 && trunc(x) == x) return infinity<T>;
        if (x == 1 || x == 2) return 0;
        const T size = magnitude(x);
        if (size < epsilon<T> * epsilon<T>) return -logarithm_of(paired(size)).high;
        if (x > 0) {
            if (x < power_of_two<T>(2 * digits<T>)) return logarithm_of_gamma(paired(x)).high;
            // x (log(x) - 1), all else being too small; the factor 2^-100 keeps the exact products in range.
            const word_pair<T> part = (logarithm_of(paired(x)) + T(-1)) * (x * power_of_two<T>(-100));
            if (part.high > largest<T> * power_of_two<T>(-100)) return infinity<T>;
            return part.high * power_of_two<T>(100);
        }
        // Below -1 / epsilon every number is whole, so here 1 - x fits a pair with room to spare.
        const word_pair<T> product = sine_of_pi(x);
        const word_pair<T> one_less = exact_sum(T(1), -x);
        return (ln_pi<T> - logarithm_of(product) - logarithm_of_gamma(one_less)).high;
    }
}

} // namespace pullback::math::compile_time

#endif
