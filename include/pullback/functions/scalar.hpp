// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_FUNCTIONS_SCALAR_HPP
#define PULLBACK_FUNCTIONS_SCALAR_HPP

#include <pullback/cpp20.hpp>

#include <concepts>
#include <type_traits>

namespace pullback {

/// A type that behaves like a real number: it copies, computes with + - * / and compares, as complex numbers do not.
/// (Functions and formulas, which have a `signature`, are none, whatever operators they have.)
template <class T>
concept Scalar = (std::is_arithmetic_v<T> && !std::is_same_v<T, bool>) || // a number of the language, or
                 (
                     std::is_class_v<T> && !requires { typename T::signature; } &&
                     requires(const T& x) {
                         x < x; // which comes first: operators of what is no number may say so, and hold no comparison
                         { x + x } -> std::convertible_to<T>;
                         { x - x } -> std::convertible_to<T>;
                         { x* x } -> std::convertible_to<T>;
                         { x / x } -> std::convertible_to<T>;
                         { -x } -> std::convertible_to<T>;
                         T(1);
                     });

/// True for what functions of the table can be called with: scalars, and types that stand for a number (expressions).
template <class T>
inline constexpr bool is_argument = Scalar<T>;

/// What functions of the table can be called with: see `is_argument`.
template <class T>
concept Argument = is_argument<T>;

namespace detail {

/// A number with a real and an imaginary part, which are numbers of another type and what it is made of.
template <class T>
concept ComplexNumber = std::is_class_v<T> && !is_argument<T> && requires(const T& z) {
    typename T::value_type;
    { z.real() } -> std::convertible_to<typename T::value_type>;
    { z.imag() } -> std::convertible_to<typename T::value_type>;
    z* z + z / z;
};

} // namespace detail

/// True for types that say themselves what calling a function with them means: recording scalars, formulas, variables
/// of a run-time graph. They come with overloads of `apply_elementary` and `call_static_function`. (A trait rather than
/// a test whether such an overload exists: compilers write down why one does not, and names of formula types can be
/// exponentially long.)
template <class T>
inline constexpr bool answers_calls = false;

/// The number `n` as a scalar like `x`. In a backward rule `sqrt(constant_like(x, 2))` is computed with the full
/// precision of the scalar a program is evaluated in, where `sqrt(T(2))` is rounded when the program is recorded.
template <class T>
constexpr T constant_like(const T&, int n) {
    return T(n);
}

} // namespace pullback

#endif
