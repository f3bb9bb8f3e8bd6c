// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BLOCKS_NO_ARITHMETIC_HPP
#define PULLBACK_BLOCKS_NO_ARITHMETIC_HPP

#include <pullback/functions/apply.hpp>
#include <pullback/record/recorded.hpp>
#include <pullback/record/recorded_range.hpp>
#include <pullback/record/recorded_scalar.hpp>

#include <array>
#include <cstddef>
#include <type_traits>

// Arithmetic with whole ranges and arrays, which have none. These operators say what to write in its place.

namespace pullback {

namespace detail {

template <class A>
concept PlainNumber = std::is_arithmetic_v<A> || std::is_same_v<A, recorded>;

template <class A>
inline constexpr bool is_recorded_array = false;
template <class Element, std::size_t Size>
inline constexpr bool is_recorded_array<std::array<Element, Size>> =
    std::is_same_v<Element, recorded> || is_recorded_array<Element>;

template <class A, class B>
concept ArrayWithoutArithmetic =
    (is_recorded_array<A> && (is_recorded_array<B> || PlainNumber<B>)) || (PlainNumber<A> && is_recorded_array<B>);
template <class A, class B>
concept WithoutArithmetic = (SymbolicRange<A> && (SymbolicRange<B> || PlainNumber<B>)) ||
                            (PlainNumber<A> && SymbolicRange<B>) || ArrayWithoutArithmetic<A, B>;

/// What stands for the result: a range or an array.
template <class A, class B>
constexpr decltype(auto) refuse_arithmetic([[maybe_unused]] const A& a, [[maybe_unused]] const B& b) {
    constexpr bool is_of_arrays = ArrayWithoutArithmetic<A, B>; // a concept in an assertion is explained at length
    static_assert(!is_of_arrays,
                  "a * x, x + y, ...: x is a std::array, which has no arithmetic as a whole; write "
                  "map(x, [&](const auto& e) { return a * e; }) or map(x, y, f), or give a vector of Eigen");
    static_assert(is_of_arrays,
                  "a * x, x + y, ...: x is a range, which has no arithmetic as a whole; write "
                  "map(x, [&](const auto& e) { return a * e; }), map(x, y, f), or dot(x, y)");
    if constexpr (PlainNumber<A>) return (b);
    else return (a);
}

} // namespace detail

/// Refused: a range or an array has no arithmetic as a whole.
template <class A, class B>
    requires(detail::WithoutArithmetic<A, B>)
constexpr decltype(auto) operator+(const A& a, const B& b) {
    return detail::refuse_arithmetic(a, b);
}
/// Refused: a range or an array has no arithmetic as a whole.
template <class A, class B>
    requires(detail::WithoutArithmetic<A, B>)
constexpr decltype(auto) operator-(const A& a, const B& b) {
    return detail::refuse_arithmetic(a, b);
}
/// Refused: a range or an array has no arithmetic as a whole.
template <class A, class B>
    requires(detail::WithoutArithmetic<A, B>)
constexpr decltype(auto) operator*(const A& a, const B& b) {
    return detail::refuse_arithmetic(a, b);
}
/// Refused: a range or an array has no arithmetic as a whole.
template <class A, class B>
    requires(detail::WithoutArithmetic<A, B>)
constexpr decltype(auto) operator/(const A& a, const B& b) {
    return detail::refuse_arithmetic(a, b);
}

} // namespace pullback

#endif
