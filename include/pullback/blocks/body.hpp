// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BLOCKS_BODY_HPP
#define PULLBACK_BLOCKS_BODY_HPP

#include <pullback/record/body_or_none.hpp>
#include <pullback/record/recorded.hpp>
#include <pullback/record/recorded_range.hpp>

#include <type_traits>
#include <utility>

namespace pullback::detail {

/// Says what is wrong with a body that cannot be called, or returns nothing.
template <class Result>
constexpr auto check_body() {
    static_assert(
        !std::is_same_v<Result, no_result>,
        "sum(x, y, f), map(x, f), fold(x, init, f), ...: f cannot be called with an element of each range, and "
        "in a loop with a state with that state before them; give it as many parameters, each const auto&");
    static_assert(!std::is_void_v<Result>,
                  "sum(x, f), map(x, f), fold(x, init, f), ...: f returns nothing; end it with return, of a number or "
                  "of what is made of numbers");
}
/// Says what is wrong with a call that has something else among its ranges.
template <bool AreRanges>
constexpr auto check_operands() {
    static_assert(AreRanges,
                  "sum(x, y, f), map(x, y, f), ...: y is neither a range nor an array; what is the same for each "
                  "element is captured, sum(x, [&](const auto& e) { return a * e; }), and f stands last");
}

/// The body of a loop over symbolic ranges, which stands after them. Words ask whether it is in order before they do
/// anything with it, and not through functions of theirs, so that the compiler's trace of a mistake in it is short.
template <class... A>
struct body_of {
    using checked = void;
};
template <SymbolicRange R, class F>
    requires(!SymbolicRange<F> && !std::is_arithmetic_v<F> && !std::is_same_v<F, recorded>)
struct body_of<R, F> {
    using checked = decltype(detail::check_body<decltype(std::declval<const body_or_none<F>&>()(
                                 std::declval<const R&>().element(0)))>());
};
template <SymbolicRange R, SymbolicRange S, class F>
    requires(!SymbolicRange<F>)
struct body_of<R, S, F> {
    using checked = decltype(detail::check_body<decltype(std::declval<const body_or_none<F>&>()(
                                 std::declval<const R&>().element(0), std::declval<const S&>().element(0)))>());
};
template <SymbolicRange R, SymbolicRange S, SymbolicRange U, class F>
    requires(!SymbolicRange<F>)
struct body_of<R, S, U, F> {
    using checked = decltype(detail::check_body<decltype(std::declval<const body_or_none<F>&>()(
                                 std::declval<const R&>().element(0), std::declval<const S&>().element(0),
                                 std::declval<const U&>().element(0)))>());
};

/// A number among the ranges.
template <SymbolicRange R, class F>
    requires(std::is_arithmetic_v<F> || std::is_same_v<F, recorded>)
struct body_of<R, F> {
    using checked = decltype(detail::check_operands<sizeof(F) == 0>());
};
template <class R, class Number, class F>
    requires std::is_same_v<Number, recorded>
struct body_of<R, Number, F> {
    using checked = decltype(detail::check_operands<sizeof(F) == 0>());
};

} // namespace pullback::detail

#endif
