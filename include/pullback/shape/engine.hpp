// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_SHAPE_ENGINE_HPP
#define PULLBACK_SHAPE_ENGINE_HPP

#include <pullback/functions/apply.hpp>
#include <pullback/shape/element.hpp>
#include <pullback/shape/element_types.hpp>
#include <pullback/shape/range.hpp>
#include <pullback/shape/range_error.hpp>
#include <pullback/shape/standard_ranges.hpp>

// What the authors of adapters for containers need besides `shape`, `range_data` and `destination`.

namespace pullback::engine {

/// `report_range_error(range_sentence() << "f(x): …")`: throws, or ends a program without exceptions.
using detail::report_range_error;
/// `owning_range<E, D>::type`: what results of D dimensions are in where a container says nothing else.
using detail::owning_range;
/// `zero_element<E>()`: an element of zeros.
using detail::zero_element;
/// `integer_scalars<Words...>`: which scalars of an element are integers.
using detail::integer_scalars;
/// False, but only once the template that asks is instantiated: for the `static_assert` of an overload that only tells
/// what is wrong.
using detail::always_false;

} // namespace pullback::engine

#endif
