// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DERIVATIVE_ENGINE_HPP
#define PULLBACK_DERIVATIVE_ENGINE_HPP

#include <pullback/derivative/jacobian.hpp>
#include <pullback/derivative/loop_gradient.hpp>
#include <pullback/derivative/loop_products.hpp>
#include <pullback/functions/apply.hpp>
#include <pullback/shape/engine.hpp>
#include <pullback/shape/sequence.hpp>
#include <pullback/static_function/range_function.hpp>
#include <pullback/static_function/signature.hpp>

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

/// `loops_program_of<F, Arguments...>::code`: the program of F for arguments of which some are of run-time length.
template <class F, class... Arguments>
using loops_program_of = typename detail::range_implementation_for<F, Arguments...>::loops;
/// `loop_recording<F, Shapes...>`: the source of such a program, which runs a body with symbols of these shapes.
using detail::loop_recording;
/// `loop_adjoints<Source, Positions, Seed, Value, Shapes...>`: what a source computes, and adjoints of its arguments at
/// some positions; the results have the adjoint 1, or a cotangent, which is the last argument.
using detail::loop_adjoints;
using detail::seed_of_results;
/// `loop_tangent<Source, Count, Positions, Value, Shapes...>`: what a source of `Count` arguments computes, and its
/// derivative in a direction, whose components are further arguments.
using detail::loop_tangent;

} // namespace pullback::engine

#endif
