// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BENCH_GRADBENCH_LSTM_HPP
#define PULLBACK_BENCH_GRADBENCH_LSTM_HPP

#include "../functions/unit.hpp"
#include "matrices.hpp"
#include "network.hpp"
#include "protocol.hpp"

#include <cstddef>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <vector>

namespace gradbench {

template <std::size_t Layers>
network<Layers> read_network(const json& input) {
    const matrix gates = read_matrix(input.at("main_params")); // two rows for each layer
    const matrix ends = read_matrix(input.at("extra_params"));
    const matrix states = read_matrix(input.at("state"));
    const matrix text = read_matrix(input.at("sequence"));
    const Eigen::Index size = ends.cols();
    network<Layers> in{std::vector<functions::unit<Layers>>(static_cast<std::size_t>(size)),
                       std::vector<functions::unit_state<Layers>>(static_cast<std::size_t>(size)),
                       text.topRows(text.rows() - 1), text.bottomRows(text.rows() - 1)};
    for (Eigen::Index j = 0; j < size; ++j) {
        const auto of_unit = static_cast<std::size_t>(j);
        for (std::size_t k = 0; k < 8 * Layers; ++k)
            in.units[of_unit][k] = gates(static_cast<Eigen::Index>(k / 4), static_cast<Eigen::Index>(k % 4) * size + j);
        for (std::size_t k = 0; k < 3; ++k) in.units[of_unit][8 * Layers + k] = ends(static_cast<Eigen::Index>(k), j);
        for (std::size_t k = 0; k < 2 * Layers; ++k) in.begin[of_unit][k] = states(static_cast<Eigen::Index>(k), j);
    }
    return in;
}

/// In the order of the parameters: gate by gate, and then the ends.
template <std::size_t Layers>
numbers in_order(const std::vector<functions::unit<Layers>>& gradient) {
    numbers all;
    for (std::size_t k = 0; k < 8 * Layers + 3; ++k)
        for (const functions::unit<Layers>& each : gradient) all.push_back(each[k]);
    return all;
}

/// The function of this name of `of_layers(std::integral_constant<std::size_t, n>())` for an input of n layers. There
/// are 2 and 4, the numbers of the suite.
template <class OfLayers>
function by_layers(const std::string& name, const OfLayers& of_layers) {
    return [=](const json& input) {
        switch (input.at("main_params").size() / 2) {
            case 2: return of_layers(std::integral_constant<std::size_t, 2>()).at(name)(input);
            case 4: return of_layers(std::integral_constant<std::size_t, 4>()).at(name)(input);
            default: throw std::invalid_argument("the network has other than 2 or 4 layers");
        }
    };
}

} // namespace gradbench

#endif
