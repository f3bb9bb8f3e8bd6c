// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_FUNCTIONS_SCALAR_HPP
#define PULLBACK_FUNCTIONS_SCALAR_HPP

#include <concepts>
#include <type_traits>

namespace pullback {

/// A type that behaves like a real number: it copies, and computes with + - * / . (Functions and formulas, which have a `signature`,
/// are none, whatever operators they have.)
template <class T>
concept Scalar = (std::is_arithmetic_v<T> && !std::is_same_v<T, bool>) || (std::is_class_v<T> && !requires { typename T::signature; } && requires(const T& x) {
    { x + x } -> std::convertible_to<T>;
    { x - x } -> std::convertible_to<T>;
    { x * x } -> std::convertible_to<T>;
    { x / x } -> std::convertible_to<T>;
    { -x } -> std::convertible_to<T>;
    T(1);
});

/// True for what functions of the table can be called with: scalars, and types that stand for a number (expressions).
template <class T>
inline constexpr bool is_argument = Scalar<T>;

template <class T>
concept Argument = is_argument<T>;

/// The number `n` as a scalar like `x`. In a backward rule `sqrt(constant_like(x, 2))` is computed with the full precision of
/// the scalar a program is evaluated in, where `sqrt(T(2))` is rounded when the program is recorded.
template <class T>
constexpr T constant_like(const T&, int n) {
    return T(n);
}

} // namespace pullback

#endif
