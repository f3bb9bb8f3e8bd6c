// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_MATH_NORMAL_HPP
#define PULLBACK_MATH_NORMAL_HPP

#include <pullback/math/lanes.hpp>
#include <pullback/math/special.hpp>

#include <concepts>
#include <limits>
#include <type_traits>

/// The normal distribution and the inverses of the error functions.
namespace pullback::math {

namespace detail {

template <class T>
constexpr T two_over_root_pi() {
    if constexpr (std::is_floating_point_v<T>) return static_cast<T>(1.12837916709551257389615890312154517L);
    else return T(1) / math::sqrt(math::atan(T(1)));
}

template <class T>
constexpr T root_half() {
    if constexpr (std::is_floating_point_v<T>) return static_cast<T>(0.70710678118654752440084436210484904L);
    else return math::sqrt(T(T(1) / T(2)));
}

// What rounding took off root_half.
template <std::floating_point T>
inline constexpr T root_half_rest = static_cast<T>(0.70710678118654752440084436210484904L - root_half<T>());

template <class T>
constexpr T Phi_of_number(const T& x) {
    const T half = T(1) / T(2), scaled = -x * root_half<T>();
    T value = half * math::erfc(scaled);
    if constexpr (std::is_floating_point_v<T>) {
        // The rounding of x/√2 is x² times as large in the result.
        constexpr T far = 200;
        if (x > -far && x < far) {
            const T rest = math::fma(T(-x), root_half<T>(), T(-scaled)) - x * root_half_rest<T>;
            value -= half * two_over_root_pi<T>() * math::exp(T(-(scaled * scaled))) * rest;
        }
    }
    return value;
}

// Halley's method for f(x) = y, f an error function with slope `sign` 2/√π e^(-x²): each step trebles the digits.
template <class T, class F>
constexpr T error_function_root(const F& f, const T& y, T x, const T& sign) {
    for (int i = 0; i < 20; ++i) {
        const T slope = sign * two_over_root_pi<T>() * math::exp(T(-(x * x)));
        const T newton = (f(x) - y) / slope;
        const T step = newton / (T(1) + x * newton);
        x = x - step;
        const T relative = math::abs(T(step / x));
        if (!(relative * relative * relative > std::numeric_limits<T>::epsilon() / T(16))) break;
    }
    return x;
}

// A first guess for 0 < y <= 1/2, from three terms of the series.
template <class T>
constexpr T central_erf_inv(const T& y) {
    const T t = y / two_over_root_pi<T>(), square = t * t;
    if (square < std::numeric_limits<T>::epsilon() / T(8)) return t;
    const T start = t * (T(1) + square * (T(1) / T(3) + square * (T(7) / T(30))));
    return error_function_root([](const T& x) { return math::erf(x); }, y, start, T(1));
}

// A first guess for 0 < z < 1/2, from Abramowitz and Stegun 26.2.23.
template <class T>
constexpr T tail_erfc_inv(const T& z) {
    const T t = math::sqrt(T(T(-2) * math::log(T(z / T(2)))));
    const T million(1000000);
    const T above = T(2515517) / million + t * (T(802853) / million + t * (T(10328) / million));
    const T below = T(1) + t * (T(1432788) / million + t * (T(189269) / million + t * (T(1308) / million)));
    const T start = (t - above / below) * root_half<T>();
    return error_function_root([](const T& x) { return math::erfc(x); }, z, start, T(-1));
}

template <class T>
constexpr T erfc_inv_of_number(const T& z);

template <class T>
constexpr T erf_inv_of_number(const T& y) {
    const T size = math::abs(y);
    if (!(size < T(1))) {
        if (size == T(1)) return math::copysign(std::numeric_limits<T>::infinity(), y);
        return std::numeric_limits<T>::quiet_NaN();
    }
    if (size == T(0)) return y;
    const T root = size <= T(1) / T(2) ? central_erf_inv(size) : tail_erfc_inv(T(T(1) - size));
    return y < T(0) ? T(-root) : root;
}

template <class T>
constexpr T erfc_inv_of_number(const T& z) {
    if (!(z > T(0) && z < T(2))) {
        if (z == T(0)) return std::numeric_limits<T>::infinity();
        if (z == T(2)) return -std::numeric_limits<T>::infinity();
        return std::numeric_limits<T>::quiet_NaN();
    }
    if (z < T(1) / T(2)) return tail_erfc_inv(z);
    return erf_inv_of_number(T(T(1) - z));
}

} // namespace detail

/// The integral of the normal density up to x, accurate where it is small.
template <class T>
constexpr T Phi(const T& x) {
    return math::by_lanes([](const auto& a) { return detail::Phi_of_number(a); }, x);
}

/// The x with erf(x) = y.
template <class T>
constexpr T erf_inv(const T& y) {
    return math::by_lanes([](const auto& a) { return detail::erf_inv_of_number(a); }, y);
}

/// The x with erfc(x) = z.
template <class T>
constexpr T erfc_inv(const T& z) {
    return math::by_lanes([](const auto& a) { return detail::erfc_inv_of_number(a); }, z);
}

/// The x with Phi(x) = p.
template <class T>
constexpr T inv_Phi(const T& p) {
    return math::by_lanes(
        [](const auto& a) {
            using S = std::remove_cvref_t<decltype(a)>;
            return S(S(0) - detail::erfc_inv_of_number(S(S(2) * a)) / detail::root_half<S>());
        },
        p);
}

} // namespace pullback::math

#endif
