// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_MATH_SELECTION_HPP
#define PULLBACK_MATH_SELECTION_HPP

#include <cmath>
#include <concepts>
#include <type_traits>

#include <pullback/math/compile_time/floating_point.hpp>
#include <pullback/math/found.hpp>

/// Choosing between values without assuming that a comparison gives one bool: a SIMD type compares to a mask.
namespace pullback::math {

template <class T>
constexpr T select(bool mask, const T& chosen, const T& otherwise) noexcept(std::is_nothrow_copy_constructible_v<T>) {
    return mask ? chosen : otherwise;
}

template <class Mask, class T>
    requires(!std::same_as<Mask, bool> && found::has_select<Mask, T>)
constexpr T select(const Mask& mask, const T& chosen, const T& otherwise) {
    return found::call_select(mask, chosen, otherwise);
}

/// Other masks that convert to bool, such as proxies of expression templates.
template <class Mask, class T>
    requires(!std::same_as<Mask, bool> && !found::has_select<Mask, T> && std::convertible_to<Mask, bool>)
constexpr T select(const Mask& mask, const T& chosen, const T& otherwise) {
    return static_cast<bool>(mask) ? chosen : otherwise;
}

template <class T>
concept Selectable = !std::is_arithmetic_v<T> && requires(const T& x) {
    T(0);
    math::select(x < T(0), x, x);
};

/// |x|.
template <std::floating_point T>
constexpr T abs(T x) noexcept {
    if constexpr (compile_time::Word<T>) {
        if (std::is_constant_evaluated()) return compile_time::magnitude(x);
    }
    return std::abs(x);
}

template <class T>
    requires(found::has_abs<T> || Selectable<T>)
constexpr T abs(const T& x) {
    if constexpr (found::has_abs<T>) {
        return found::call_abs(x);
    } else {
        return math::select(x < T(0), static_cast<T>(-x), x);
    }
}

/// The first operand where neither is smaller, as std::min; a NaN in the first operand stays.
template <std::floating_point T>
constexpr T min(T x, T y) noexcept {
    return y < x ? y : x;
}

template <class T>
    requires(found::has_min<T> || Selectable<T>)
constexpr T min(const T& x, const T& y) {
    if constexpr (found::has_min<T>) {
        return found::call_min(x, y);
    } else {
        return math::select(y < x, y, x);
    }
}

template <std::floating_point T>
constexpr T max(T x, T y) noexcept {
    return x < y ? y : x;
}

template <class T>
    requires(found::has_max<T> || Selectable<T>)
constexpr T max(const T& x, const T& y) {
    if constexpr (found::has_max<T>) {
        return found::call_max(x, y);
    } else {
        return math::select(x < y, y, x);
    }
}

/// |x| with the sign of y; the fallback takes every zero for positive.
template <std::floating_point T>
constexpr T copysign(T x, T y) noexcept {
    if constexpr (compile_time::Word<T>) {
        if (std::is_constant_evaluated()) return compile_time::with_sign(x, y);
    }
    return std::copysign(x, y);
}

template <class T>
    requires(found::has_copysign<T> || Selectable<T>)
constexpr T copysign(const T& x, const T& y) {
    if constexpr (found::has_copysign<T>) {
        return found::call_copysign(x, y);
    } else {
        const T size = math::abs(x);
        return math::select(y < T(0), static_cast<T>(-size), size);
    }
}

} // namespace pullback::math

#endif
