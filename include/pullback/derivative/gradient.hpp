// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DERIVATIVE_GRADIENT_HPP
#define PULLBACK_DERIVATIVE_GRADIENT_HPP

#include <pullback/derivative/jacobian.hpp>
#include <pullback/derivative/sweeps.hpp>
#include <pullback/derivative/wrt.hpp>
#include <pullback/differentiate/jacobian_program.hpp>

namespace pullback {

/// The gradient of f, a function with one number as result, as a static function: all partial derivatives ∂f/∂x_i by
/// the chosen arguments (all, or `wrt(x, y)` / `wrt<0, 2>`). It has the shape of its argument: bare for one argument;
/// for several, `g[x]` by variable or `get<I>(g)` by position, and structured bindings. Cost: one reverse sweep, at
/// most a small multiple of f whatever the number of arguments; no allocation.
template <class F, class Choice = wrt_all>
constexpr auto gradient(const F& f, Choice choice = {}) {
    return detail::make_jacobian<engine::differentiate::with_value::no, detail::derivative_kind::gradient>(
        f, detail::chosen(choice));
}

/// Value and gradient of f in one program, as an aggregate with members `value` and `gradient`.
template <class F, class Choice = wrt_all>
constexpr auto value_and_gradient(const F& f, Choice choice = {}) {
    return detail::make_jacobian<engine::differentiate::with_value::yes, detail::derivative_kind::gradient>(
        f, detail::chosen(choice));
}

} // namespace pullback

#endif
