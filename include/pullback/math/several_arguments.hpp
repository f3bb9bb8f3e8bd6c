// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_MATH_SEVERAL_ARGUMENTS_HPP
#define PULLBACK_MATH_SEVERAL_ARGUMENTS_HPP

#include <pullback/math/compile_time/floating_point.hpp>
#include <pullback/math/compile_time/inverse_trigonometric.hpp>
#include <pullback/math/compile_time/power.hpp>
#include <pullback/math/compile_time/rounding.hpp>
#include <pullback/math/found.hpp>
#include <pullback/math/selection.hpp>

#include <concepts>
#include <limits>
#include <type_traits>

/// The functions of two and three arguments, by the rules of elementary.hpp, and the square root hypot needs.
namespace pullback::math {

#define PULLBACK_MATH_BUILT_IN_BINARY(name)                                    \
    template <std::floating_point T>                                           \
    constexpr T name(T x, T y) noexcept {                                      \
        if constexpr (compile_time::Word<T>) {                                 \
            if (std::is_constant_evaluated()) return compile_time::name(x, y); \
        }                                                                      \
        return std::name(x, y);                                                \
    }

#define PULLBACK_MATH_FOUND_BINARY(name)       \
    template <found::has_##name T>             \
    constexpr T name(const T& x, const T& y) { \
        return found::call_##name(x, y);       \
    }

PULLBACK_MATH_BUILT_IN_BINARY(pow)
PULLBACK_MATH_FOUND_BINARY(pow)
PULLBACK_MATH_BUILT_IN_BINARY(atan2)
PULLBACK_MATH_FOUND_BINARY(atan2)
PULLBACK_MATH_BUILT_IN_BINARY(fmod)
PULLBACK_MATH_FOUND_BINARY(fmod)
PULLBACK_MATH_BUILT_IN_BINARY(hypot)

#undef PULLBACK_MATH_BUILT_IN_BINARY
#undef PULLBACK_MATH_FOUND_BINARY

template <std::floating_point T>
constexpr T sqrt(T x) noexcept {
    if constexpr (compile_time::Word<T>) {
        if (std::is_constant_evaluated()) return compile_time::sqrt(x);
    }
    return std::sqrt(x);
}

template <found::has_sqrt T>
constexpr T sqrt(const T& x) {
    return found::call_sqrt(x);
}

/// m sqrt(1 + (n / m)^2) with m the larger and n the smaller magnitude.
template <class T>
    requires(found::has_hypot<T> || (found::has_sqrt<T> && Selectable<T>))
constexpr T hypot(const T& x, const T& y) {
    if constexpr (found::has_hypot<T>) {
        return found::call_hypot(x, y);
    } else {
        const T first = math::abs(x);
        const T second = math::abs(y);
        const T most = math::max(first, second);
        // Where both are zero, the divisor 1 leaves the result 0.
        const T divisor = math::select(most == T(0), T(1), most);
        const T ratio = static_cast<T>(math::min(first, second) / divisor);
        return static_cast<T>(most * math::sqrt(static_cast<T>(T(1) + ratio * ratio)));
    }
}

template <std::floating_point T>
constexpr T hypot(T x, T y, T z) noexcept {
    if constexpr (compile_time::Word<T>) {
        if (std::is_constant_evaluated()) return compile_time::hypot(x, y, z);
    }
    // Libraries divide by the largest, and so have NaN for an infinity, and 0 for zeros and a NaN.
    const T length = std::hypot(x, y, z);
    if (length > 0) return length;
    const bool is_infinite = std::isinf(x) || std::isinf(y) || std::isinf(z);
    return is_infinite ? std::numeric_limits<T>::infinity() : std::abs(x) + std::abs(y) + std::abs(z);
}

template <class T>
    requires(found::has_hypot_of_three<T> || requires(const T& x) { math::hypot(math::hypot(x, x), x); }) &&
            (!std::is_arithmetic_v<T>)
constexpr T hypot(const T& x, const T& y, const T& z) {
    if constexpr (found::has_hypot_of_three<T>) {
        return found::call_hypot_of_three(x, y, z);
    } else {
        return math::hypot(math::hypot(x, y), z);
    }
}

/// x y + z, rounded once where the type can.
template <std::floating_point T>
constexpr T fma(T x, T y, T z) noexcept {
    if constexpr (compile_time::Word<T>) {
        if (std::is_constant_evaluated()) return compile_time::fma(x, y, z);
    }
    return std::fma(x, y, z);
}

template <class T>
    requires(!std::is_arithmetic_v<T> && requires(const T& x) { static_cast<T>(x * x + x); })
constexpr T fma(const T& x, const T& y, const T& z) {
    if constexpr (found::has_fma<T>) {
        return found::call_fma(x, y, z);
    } else {
        return static_cast<T>(x * y + z);
    }
}

} // namespace pullback::math

#endif
