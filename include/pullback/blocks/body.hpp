// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BLOCKS_BODY_HPP
#define PULLBACK_BLOCKS_BODY_HPP

#include <pullback/record/recorded_range.hpp>

#include <type_traits>
#include <utility>

namespace pullback::detail {

/// Says what is wrong with a body that returns nothing.
template <class Result>
constexpr auto check_body() {
    static_assert(!std::is_void_v<Result>,
                  "sum(x, f), map(x, f), fold(x, init, f), ...: f returns nothing; end it with return, of a number or "
                  "of what is made of numbers");
}

/// The body of a loop over symbolic ranges, which stands after them. Words ask whether it is in order before they do
/// anything with it, and not through functions of theirs, so that the compiler's trace of a mistake in it is short.
template <class... A>
struct body_of {
    using checked = void;
};
template <SymbolicRange R, class F>
    requires(!SymbolicRange<F>)
struct body_of<R, F> {
    using checked =
        decltype(detail::check_body<decltype(std::declval<const F&>()(std::declval<const R&>().element(0)))>());
};
template <SymbolicRange R, SymbolicRange S, class F>
    requires(!SymbolicRange<F>)
struct body_of<R, S, F> {
    using checked = decltype(detail::check_body<decltype(std::declval<const F&>()(
                                 std::declval<const R&>().element(0), std::declval<const S&>().element(0)))>());
};

template <SymbolicRange R, SymbolicRange S, SymbolicRange U, class F>
    requires(!SymbolicRange<F>)
struct body_of<R, S, U, F> {
    using checked = decltype(detail::check_body<decltype(std::declval<const F&>()(
                                 std::declval<const R&>().element(0), std::declval<const S&>().element(0),
                                 std::declval<const U&>().element(0)))>());
};

} // namespace pullback::detail

#endif
