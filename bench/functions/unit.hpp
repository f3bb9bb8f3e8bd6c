// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BENCH_FUNCTIONS_UNIT_HPP
#define PULLBACK_BENCH_FUNCTIONS_UNIT_HPP

#include <array>
#include <cstddef>

namespace functions {

/// Of a unit of a recurrent network: weights and biases of four gates for each layer, and the scale of the input, scale
/// and bias of the output.
template <std::size_t Layers>
using unit = std::array<double, 8 * Layers + 3>;
/// The hidden number and the cell of each layer.
template <std::size_t Layers>
using unit_state = std::array<double, 2 * Layers>;

} // namespace functions

#endif
