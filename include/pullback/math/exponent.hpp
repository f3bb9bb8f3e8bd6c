// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_MATH_EXPONENT_HPP
#define PULLBACK_MATH_EXPONENT_HPP

#include <pullback/math/compile_time/floating_point.hpp>
#include <pullback/math/elementary.hpp>
#include <pullback/math/lanes.hpp>

#include <limits>
#include <type_traits>

/// The binary exponent of a number: taking it off and putting it on.
namespace pullback::math {

namespace found {

void ldexp() = delete;
template <class T>
concept has_ldexp = requires(const T& x, int n) { static_cast<T>(ldexp(x, n)); };
template <has_ldexp T>
constexpr T call_ldexp(const T& x, int n) {
    return static_cast<T>(ldexp(x, n));
}
void logb() = delete;
template <class T>
concept has_logb = requires(const T& x) { static_cast<T>(logb(x)); };
template <has_logb T>
constexpr T call_logb(const T& x) {
    return static_cast<T>(logb(x));
}

} // namespace found

namespace detail {

template <class T>
constexpr bool is_finite_nonzero(const T& x) {
    return x != T(0) && math::abs(x) <= (std::numeric_limits<T>::max)();
}

template <class T>
constexpr T ldexp_of_number(const T& x, const T& n) {
    if (!(n == n)) return n;
    constexpr int most = 1 << 30;
    const int exponent = n > T(most) ? most : n < T(-most) ? -most : static_cast<int>(n);
    if constexpr (std::is_floating_point_v<T>) {
        if constexpr (compile_time::Word<T>) {
            if (std::is_constant_evaluated()) {
                if (!is_finite_nonzero(x)) return x;
                const auto parts = compile_time::decompose(x);
                constexpr int far = 1 << 20;
                const int moved = exponent > far ? far : exponent < -far ? -far : exponent;
                return compile_time::with_sign(compile_time::scale(parts.fraction, parts.exponent + moved), x);
            }
        }
        return std::ldexp(x, exponent);
    } else if constexpr (found::has_ldexp<T>) {
        return found::call_ldexp(x, exponent);
    } else {
        return x * math::pow(T(2), T(exponent));
    }
}

template <class T>
constexpr T logb_of_number(const T& x) {
    if (!is_finite_nonzero(x)) return x == T(0) ? T(-std::numeric_limits<T>::infinity()) : T(x * x);
    if constexpr (std::is_floating_point_v<T>) {
        if constexpr (compile_time::Word<T>) {
            if (std::is_constant_evaluated()) return static_cast<T>(compile_time::decompose(x).exponent);
        }
        return std::logb(x);
    } else if constexpr (found::has_logb<T>) {
        return found::call_logb(x);
    } else {
        return math::floor(math::log2(math::abs(x)));
    }
}

template <class T>
constexpr T frexp_exponent_of_number(const T& x) {
    return is_finite_nonzero(x) ? T(logb_of_number(x) + T(1)) : T(0);
}

} // namespace detail

/// x 2^n, rounded once; a fraction of n is cut off.
template <class T>
constexpr T ldexp(const T& x, const T& n) {
    return math::by_lanes([](const auto& a, const auto& b) { return detail::ldexp_of_number(a, b); }, x, n);
}

/// The whole number n with 2^n <= |x| < 2^(n+1); -infinity at 0, infinity at infinities.
template <class T>
constexpr T logb(const T& x) {
    return math::by_lanes([](const auto& a) { return detail::logb_of_number(a); }, x);
}

/// The whole number n with 2^(n-1) <= |x| < 2^n; 0 at 0, infinities and NaN.
template <class T>
constexpr T frexp_exponent(const T& x) {
    return math::by_lanes([](const auto& a) { return detail::frexp_exponent_of_number(a); }, x);
}

} // namespace pullback::math

#endif
