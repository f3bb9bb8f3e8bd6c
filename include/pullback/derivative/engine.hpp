// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DERIVATIVE_ENGINE_HPP
#define PULLBACK_DERIVATIVE_ENGINE_HPP

#include <pullback/derivative/jacobian.hpp>
#include <pullback/shape/sequence.hpp>

// What the authors of adapters need besides rows, shapes and programs.

namespace pullback::engine {

/// `is_differentiable<F>()`: whether F is a static function. If not, an error says so, once.
using detail::is_differentiable;
/// A list of types, as a type.
using detail::types;
/// `first_of<A...>(i)`: which scalar the i-th of several shapes begins with, if they lie one after the other.
using detail::first_of;
/// `std::array`, `std::tuple`, and whatever else has a `std::tuple_size`.
using detail::TupleLike;
/// A view of a number of elements that its type says, such as `std::span<S, N>`.
using detail::FixedView;
/// False, but only once the template that asks is instantiated: for the `static_assert` of an overload that only tells
/// what is wrong.
using detail::always_false;

} // namespace pullback::engine

#endif
