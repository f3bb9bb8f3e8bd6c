// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_MATH_BETA_HPP
#define PULLBACK_MATH_BETA_HPP

#include <pullback/math/lanes.hpp>
#include <pullback/math/special.hpp>

#include <limits>

/// The beta function and its logarithm, for positive arguments; after Didonato and Morris, "Significant digit
/// computation of the incomplete beta function ratios", 1992. Types other than the built-in ones lose the digits that
/// the logarithms of gamma functions have in common where an argument is large.
namespace pullback::math {

namespace detail {

// ln Γ(x) - ((x - 1/2) ln x - x + ln(2π)/2), for x from where `is_large` on.
template <class T>
constexpr T stirling_rest(const T& x) {
    constexpr long double coefficients[] = {1.L / 12,   -1.L / 360,      1.L / 1260, -1.L / 1680,
                                            1.L / 1188, -691.L / 360360, 1.L / 156,  -3617.L / 122400};
    const T inverse = T(1) / x, square = inverse * inverse;
    T sum(0);
    for (int k = 7; k >= 0; --k) sum = sum * square + static_cast<T>(coefficients[k]);
    return sum * inverse;
}

template <class T>
constexpr bool is_large(const T& x) {
    if constexpr (std::is_floating_point_v<T>) return x >= T(std::numeric_limits<T>::digits > 53 ? 20 : 10);
    else return false;
}

// 1 / Γ(a + b), a + b >= 1. The rounding of the sum is up to (a + b) ψ(a + b) times as large in the result.
template <class T>
constexpr T inverse_gamma_of_sum(const T& a, const T& b) {
    const T sum = a + b, part = sum - a;
    const T rest = (a - (sum - part)) + (b - part);
    const T slope = math::log(sum) - T(1) / (T(2) * sum); // of ln Γ, to a few digits
    return (T(1) - rest * slope) / math::tgamma(sum);
}

// Γ(a) Γ(b) / Γ(a + b) where none of them overflows, 0 < a <= b.
template <class T>
constexpr T gamma_ratio(const T& a, const T& b) {
    if (b < T(1)) {
        const T ratio = math::tgamma(T(T(1) + a)) * (math::tgamma(T(T(1) + b)) / math::tgamma(T(T(1) + a + b)));
        return ratio * (T(1) + a / b) / a;
    }
    const T rest = math::tgamma(b) * inverse_gamma_of_sum(a, b);
    return a < T(1) ? T(math::tgamma(T(T(1) + a)) * rest / a) : T(math::tgamma(a) * rest);
}

template <class T>
constexpr T lbeta_of_positive(const T& a, const T& b) { // a <= b
    if (is_large(a)) {
        const T half = T(1) / T(2), h = a / b;
        const T rest = (stirling_rest(a) - stirling_rest(T(a + b))) + stirling_rest(b);
        const T log_root_two_pi = static_cast<T>(0.918938533204672741780329736405617640L);
        return (((-half * math::log(b) + log_root_two_pi) + rest) + (a - half) * math::log(T(h / (T(1) + h)))) -
               b * math::log1p(h);
    }
    if (is_large(b)) {
        const T half = T(1) / T(2), sum = a + b;
        const T difference = stirling_rest(b) - stirling_rest(sum);
        return ((math::lgamma(a) - a * math::log(b)) + difference) + (a - (sum - half) * math::log1p(T(a / b)));
    }
    if constexpr (std::is_floating_point_v<T>) {
        if (a < T(1)) return math::log(T(gamma_ratio(a, b) * a)) - math::log(a);
        return math::log(gamma_ratio(a, b));
    } else {
        return math::lgamma(a) + (math::lgamma(b) - math::lgamma(T(a + b)));
    }
}

template <class T>
constexpr T lbeta_of_number(const T& x, const T& y) {
    using limits = std::numeric_limits<T>;
    if (!(x >= T(0) && y >= T(0))) return limits::quiet_NaN();
    const T a = y < x ? y : x, b = y < x ? x : y;
    if (a == T(0)) return b <= (limits::max)() ? limits::infinity() : limits::quiet_NaN();
    if (!(b <= (limits::max)())) return -limits::infinity();
    return lbeta_of_positive(a, b);
}

template <class T>
constexpr T beta_of_number(const T& x, const T& y) {
    using limits = std::numeric_limits<T>;
    const T a = y < x ? y : x, b = y < x ? x : y;
    constexpr int most = limits::max_exponent > 128 ? 170 : 34; // the gamma function of it is finite
    if (a > T(1) / (limits::max)() * T(4) && a + b <= T(most)) return gamma_ratio(a, b);
    return math::exp(lbeta_of_number(x, y));
}

} // namespace detail

/// ln of the beta function; infinite where one argument is 0, NaN where one is negative.
template <class T>
constexpr T lbeta(const T& x, const T& y) {
    return math::by_lanes([](const auto& a, const auto& b) { return detail::lbeta_of_number(a, b); }, x, y);
}

/// Γ(x) Γ(y) / Γ(x + y); infinite where one argument is 0, NaN where one is negative.
template <class T>
constexpr T beta(const T& x, const T& y) {
    return math::by_lanes([](const auto& a, const auto& b) { return detail::beta_of_number(a, b); }, x, y);
}

} // namespace pullback::math

#endif
