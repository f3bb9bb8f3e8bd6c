// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BLOCKS_NO_ARITHMETIC_HPP
#define PULLBACK_BLOCKS_NO_ARITHMETIC_HPP

#include <pullback/functions/apply.hpp>
#include <pullback/record/recorded.hpp>
#include <pullback/record/recorded_range.hpp>
#include <pullback/record/recorded_scalar.hpp>

#include <type_traits>

// Arithmetic with whole ranges, which have none. These operators say what to write in its place.

namespace pullback {

namespace detail {

template <class A>
concept PlainNumber = std::is_arithmetic_v<A> || std::is_same_v<A, recorded>;

template <class A, class B>
concept WithoutArithmetic =
    (SymbolicRange<A> && (SymbolicRange<B> || PlainNumber<B>)) || (PlainNumber<A> && SymbolicRange<B>);

/// What stands for the result: a range, or, of two ranges, a number, so that a range is no number for having a sum.
template <class A, class B>
constexpr decltype(auto) refuse_arithmetic([[maybe_unused]] const A& a, [[maybe_unused]] const B& b) {
    static_assert(always_false<A>,
                  "a * x, x + y, ...: x is a range, which has no arithmetic as a whole; write "
                  "map(x, [&](const auto& e) { return a * e; }), map(x, y, f), or dot(x, y)");
    if constexpr (PlainNumber<A>) return (b);
    else if constexpr (PlainNumber<B>) return (a);
    else return recorded();
}
template <class A, class B>
using operand_or_number =
    std::conditional_t<PlainNumber<A>, const B&, std::conditional_t<PlainNumber<B>, const A&, recorded>>;

} // namespace detail

/// Refused: a range has no arithmetic as a whole.
template <class A, class B>
    requires(detail::WithoutArithmetic<A, B>)
constexpr detail::operand_or_number<A, B> operator+(const A& a, const B& b) {
    return detail::refuse_arithmetic(a, b);
}
/// Refused: a range has no arithmetic as a whole.
template <class A, class B>
    requires(detail::WithoutArithmetic<A, B>)
constexpr detail::operand_or_number<A, B> operator-(const A& a, const B& b) {
    return detail::refuse_arithmetic(a, b);
}
/// Refused: a range has no arithmetic as a whole.
template <class A, class B>
    requires(detail::WithoutArithmetic<A, B>)
constexpr detail::operand_or_number<A, B> operator*(const A& a, const B& b) {
    return detail::refuse_arithmetic(a, b);
}
/// Refused: a range has no arithmetic as a whole.
template <class A, class B>
    requires(detail::WithoutArithmetic<A, B>)
constexpr detail::operand_or_number<A, B> operator/(const A& a, const B& b) {
    return detail::refuse_arithmetic(a, b);
}

} // namespace pullback

#endif
