// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DYNAMIC_ARRAY_NORMS_HPP
#define PULLBACK_DYNAMIC_ARRAY_NORMS_HPP

#include <pullback/dynamic/array/axes.hpp>
#include <pullback/dynamic/array/shapes.hpp>
#include <pullback/dynamic/call.hpp>
#include <pullback/dynamic/data.hpp>
#include <pullback/dynamic/variable_handle.hpp>
#include <pullback/functions/arithmetic.hpp>
#include <pullback/functions/powers.hpp>

#include <concepts>
#include <type_traits>

namespace pullback::dynamic {

namespace detail {

template <class... Form>
inline constexpr bool is_axis_form = false;
template <std::integral Axis>
inline constexpr bool is_axis_form<Axis> = true;
template <std::integral Axis>
inline constexpr bool is_axis_form<Axis, keepdims_t> = true;

} // namespace detail

/// Σ x_i² along an axis, in the forms of `sum`: `squared_norm(x, 1)`, `squared_norm(x, 1, keepdims)`.
template <ShapedArray T, class... Form>
    requires detail::is_axis_form<Form...>
auto squared_norm(const variable<T>& x, Form... form) {
    return detail::reduction<detail::sum_over>(detail::call_free<functions::square>(x), form...);
}

/// √Σ x_i² along an axis, in the same forms. Where all elements of a line are 0, so is the derivative.
template <ShapedArray T, class... Form>
    requires detail::is_axis_form<Form...>
auto norm(const variable<T>& x, Form... form) {
    return detail::call_free<functions::root_of_squares>(dynamic::squared_norm(x, form...));
}

} // namespace pullback::dynamic

#endif
