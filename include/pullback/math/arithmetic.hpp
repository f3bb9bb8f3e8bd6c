// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_MATH_ARITHMETIC_HPP
#define PULLBACK_MATH_ARITHMETIC_HPP

#include <pullback/math/compile_time/floating_point.hpp>
#include <pullback/math/selection.hpp>

#include <concepts>
#include <limits>
#include <type_traits>

/// Arithmetic that a constant expression of the language refuses: a quotient by 0, and what has no number. A selection
/// has both of its sides computed, and one of them may be such.
namespace pullback::math {

template <std::floating_point T>
constexpr bool is_infinite(T x) noexcept {
    return x > (std::numeric_limits<T>::max)() || x < -(std::numeric_limits<T>::max)();
}

/// Whether x y has to be written as NaN, in constant expressions only.
template <class T>
constexpr bool is_refused_product(const T& x, const T& y) noexcept {
    if constexpr (compile_time::Word<T>)
        return x != x || y != y || (x == 0 && is_infinite(y)) || (y == 0 && is_infinite(x));
    else return false;
}

/// Whether x + y has to be written as NaN, in constant expressions only.
template <class T>
constexpr bool is_refused_sum(const T& x, const T& y) noexcept {
    if constexpr (compile_time::Word<T>) return x != x || y != y || (is_infinite(x) && y == -x);
    else return false;
}

/// Whether x - y has to be written as NaN, in constant expressions only.
template <class T>
constexpr bool is_refused_difference(const T& x, const T& y) noexcept {
    if constexpr (compile_time::Word<T>) return x != x || y != y || (is_infinite(x) && y == x);
    else return false;
}

/// NaN, of a type that is refused such.
template <class T>
constexpr T not_a_number() {
    if constexpr (compile_time::Word<T>) return std::numeric_limits<T>::quiet_NaN();
    else return T(0);
}

/// x / y, in constant expressions too.
template <class T>
constexpr T quotient(const T& x, const T& y) {
    if constexpr (compile_time::Word<T>) {
        if (std::is_constant_evaluated()) {
            if (x != x || y != y || (x == 0 && y == 0) || (is_infinite(x) && is_infinite(y)))
                return std::numeric_limits<T>::quiet_NaN();
            if (y == 0) {
                const T infinity = compile_time::with_sign(std::numeric_limits<T>::infinity(), y);
                return x < 0 ? -infinity : infinity;
            }
        }
    }
    return static_cast<T>(x / y);
}

} // namespace pullback::math

#endif
