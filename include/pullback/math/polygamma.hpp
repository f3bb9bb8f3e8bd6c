// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_MATH_POLYGAMMA_HPP
#define PULLBACK_MATH_POLYGAMMA_HPP

#include <pullback/math/compile_time/floating_point.hpp>
#include <pullback/math/found.hpp>
#include <pullback/math/polygamma_positive.hpp>

#include <concepts>
#include <limits>

/// Digamma and its derivatives, which the standard library lacks: for the built-in types, and for any other
/// real type with std::numeric_limits, arithmetic, comparisons to bool and an ADL log, floor, sin and cos.
/// digamma is NaN at its poles, the whole numbers up to 0; polygamma(n, x) is +inf there for odd n, where
/// both sides agree, and NaN for even n. The relative error is up to 3 units of the last place for digamma
/// and about n + 4 for order n. Between the poles on the negative axis, digamma and the polygamma functions of
/// even order have roots: there the error is some 6 units of the last place of pi cot(pi x), the larger of the
/// two terms that cancel (and of its derivatives); for types other than the built-in ones that holds for the
/// positive root of digamma at 1.4616 as well.
namespace pullback::math {

namespace polygamma_series {

template <Real T>
constexpr T real_digamma(const T& x) {
    using limits = std::numeric_limits<T>;
    if (!(x == x)) return limits::quiet_NaN();
    if ((limits::max)() < x) return x;
    if (T(0) < x) return positive_digamma(x);
    if (x < -(limits::max)() || !(math::floor(x) < x)) return limits::quiet_NaN();
    if (!(T(1) / (limits::max)() < -x)) return limits::infinity();
    // digamma(1 - x) - pi cot(pi x); above -1, 1 - x is not rounded on its way.
    if constexpr (compile_time::Word<T>) {
        if (x > -1) return digamma_near_root(-x) - pi_cotangent(x);
    }
    return static_cast<T>(positive_digamma(static_cast<T>(T(1) - x)) - pi_cotangent(x));
}

/// Negative x = -X with the fraction f = x - floor(x) by the values at f, 1 - f and 1 + X: the terms of the
/// series with positive x + i are that of f, the others a difference.
template <Real T>
constexpr T real_polygamma(int n, const T& x) {
    using limits = std::numeric_limits<T>;
    const bool odd = n % 2 == 1;
    if (n < 0 || !(x == x)) return limits::quiet_NaN();
    if ((limits::max)() < x) return T(0);
    if (T(0) < x) return odd ? positive_polygamma(n, x) : static_cast<T>(-positive_polygamma(n, x));
    if (x < -(limits::max)()) return limits::quiet_NaN();
    const T down = math::floor(x);
    if (!(down < x)) return odd ? limits::infinity() : limits::quiet_NaN();
    const T above = positive_polygamma(n, static_cast<T>(x - down));
    const T below = positive_polygamma(n, static_cast<T>((down + T(1)) - x));
    const T beyond = positive_polygamma(n, static_cast<T>(T(1) - x));
    // Two infinities cannot meet: only one of f and 1 - f is small.
    if (odd) {
        if ((limits::max)() < above || (limits::max)() < below) return limits::infinity();
        return static_cast<T>(above + (below - beyond));
    }
    return static_cast<T>((below - beyond) - above);
}

} // namespace polygamma_series

/// The logarithmic derivative of the gamma function.
template <std::floating_point T>
constexpr T digamma(T x) noexcept {
    if constexpr (compile_time::NarrowWord<T>) {
        return compile_time::narrowed<T>(math::digamma(static_cast<compile_time::wider_t<T>>(x)));
    } else {
        return polygamma_series::real_digamma(x);
    }
}

template <class T>
    requires(!std::floating_point<T> && (found::has_digamma<T> || Real<T>))
constexpr T digamma(const T& x) {
    if constexpr (found::has_digamma<T>) {
        return found::call_digamma(x);
    } else {
        return polygamma_series::real_digamma(x);
    }
}

/// The derivative of order n of digamma, n >= 0; NaN for negative n.
template <std::floating_point T>
constexpr T polygamma(int n, T x) noexcept {
    if constexpr (compile_time::NarrowWord<T>) {
        return compile_time::narrowed<T>(math::polygamma(n, static_cast<compile_time::wider_t<T>>(x)));
    } else {
        return n == 0 ? polygamma_series::real_digamma(x) : polygamma_series::real_polygamma(n, x);
    }
}

template <class T>
    requires(!std::floating_point<T> && (found::has_polygamma<T> || Real<T>))
constexpr T polygamma(int n, const T& x) {
    if constexpr (found::has_polygamma<T>) {
        return found::call_polygamma(n, x);
    } else {
        return n == 0 ? math::digamma(x) : polygamma_series::real_polygamma(n, x);
    }
}

/// The derivative of digamma.
template <std::floating_point T>
constexpr T trigamma(T x) noexcept {
    return math::polygamma(1, x);
}

template <class T>
    requires(!std::floating_point<T> && (found::has_trigamma<T> || found::has_polygamma<T> || Real<T>))
constexpr T trigamma(const T& x) {
    if constexpr (found::has_trigamma<T>) {
        return found::call_trigamma(x);
    } else {
        return math::polygamma(1, x);
    }
}

} // namespace pullback::math

#endif
