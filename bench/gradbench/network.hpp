// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BENCH_GRADBENCH_NETWORK_HPP
#define PULLBACK_BENCH_GRADBENCH_NETWORK_HPP

#include "../functions/unit.hpp"
#include "matrix.hpp"

#include <cstddef>
#include <vector>

namespace gradbench {

template <std::size_t Layers>
struct network {
    std::vector<functions::unit<Layers>> units;
    std::vector<functions::unit_state<Layers>> begin;
    matrix text, next_characters;
};

/// The loss of the network and its gradient in all weights, by the library.
template <std::size_t Layers>
double lstm_value(const network<Layers>& in);
template <std::size_t Layers>
std::vector<functions::unit<Layers>> lstm_gradient(const network<Layers>& in);
template <std::size_t Layers>
std::vector<functions::unit<Layers>> lstm_gradient_in_lanes(const network<Layers>& in);

} // namespace gradbench

#endif
