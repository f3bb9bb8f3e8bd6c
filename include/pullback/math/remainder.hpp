// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_MATH_REMAINDER_HPP
#define PULLBACK_MATH_REMAINDER_HPP

#include <pullback/math/elementary.hpp>
#include <pullback/math/lanes.hpp>

#include <limits>
#include <type_traits>

/// Rounding to even and the remainder that belongs to it.
namespace pullback::math {

namespace detail {

// The whole number nearest to x, of two the even one, for numbers and batches.
template <class T>
constexpr T nearest_even(const T& x) {
    const T below = math::floor(x);
    const T rest = x - below;
    const T half = T(1) / T(2);
    const T halved = below * half;
    const auto is_odd = !(math::floor(halved) == halved);
    const T nearest = math::select(half < rest || (rest == half && is_odd), T(below + T(1)), below);
    return math::copysign(nearest, x);
}

// This takes the remainder of |x| by 2 |y|, which is exact, and at most two exact subtractions (fdlibm's
// e_remainder.c).
template <class T>
constexpr T nearest_remainder(const T& x, const T& y) {
    const T size = math::abs(x), modulus = math::abs(y);
    if (!(size <= (std::numeric_limits<T>::max)()) || !(modulus > T(0))) return math::fmod(x, y); // no number
    if (!(modulus <= (std::numeric_limits<T>::max)())) return x;
    T rest = size;
    if (modulus <= (std::numeric_limits<T>::max)() / T(2)) rest = math::fmod(size, T(modulus + modulus));
    if (modulus < T(1)) {
        if (rest + rest > modulus) {
            rest = rest - modulus;
            if (rest + rest >= modulus) rest = rest - modulus;
        }
    } else {
        const T half = modulus / T(2);
        if (rest > half) {
            rest = rest - modulus;
            if (rest >= half) rest = rest - modulus;
        }
    }
    return math::copysign(T(1), x) < T(0) ? T(-rest) : rest;
}

} // namespace detail

/// The whole number nearest to x, of two the even one. At run time built-in types round as the processor is told to,
/// which is this unless a program says otherwise.
template <class T>
constexpr T rint(const T& x) {
    if constexpr (std::is_floating_point_v<T>) {
        if (!std::is_constant_evaluated()) return std::rint(x);
    }
    return detail::nearest_even(x);
}

/// x - n y, exactly, with n the whole number nearest to x / y, of two the even one.
template <class T>
constexpr T remainder(const T& x, const T& y) {
    if constexpr (std::is_floating_point_v<T>) {
        if (!std::is_constant_evaluated()) return std::remainder(x, y);
    }
    return math::by_lanes([](const auto& a, const auto& b) { return detail::nearest_remainder(a, b); }, x, y);
}

} // namespace pullback::math

#endif
