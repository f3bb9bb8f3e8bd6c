// SPDX-License-Identifier: BSL-1.0
#include "../functions/lstm.hpp"
#include "matrices.hpp"
#include "protocol.hpp"

#include <pullback.hpp>

#include <pullback/ext/eigen.hpp>
#include <array>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <vector>

// A recurrent network of some layers, each with a hidden number and a cell for every unit, that goes through a text and
// predicts the next character: the loss, and its gradient in all weights. Units do not see each other, so all numbers
// of a unit are one element of an array. How many layers there are is known to the compiler: 2 or 4, the numbers of the
// suite.

namespace {

using gradbench::json;
using gradbench::matrix;
using gradbench::numbers;

using functions::unit;
using functions::unit_state;

template <std::size_t Layers>
constexpr auto objective =
    pullback::function([](const auto& units, const auto& begin, const auto& text, const auto& next_characters) {
        const auto start = map(begin, [](const auto& state) { return state; });
        return functions::lstm_loss<Layers>(units, start, text, next_characters);
    });

template <std::size_t Layers>
struct data {
    std::vector<unit<Layers>> units;
    std::vector<unit_state<Layers>> begin;
    matrix text, next_characters;
};

template <std::size_t Layers>
data<Layers> read_data(const json& input) {
    const matrix gates = gradbench::read_matrix(input.at("main_params")); // two rows for each layer
    const matrix ends = gradbench::read_matrix(input.at("extra_params"));
    const matrix states = gradbench::read_matrix(input.at("state"));
    const matrix text = gradbench::read_matrix(input.at("sequence"));
    const Eigen::Index size = ends.cols();
    data<Layers> in{std::vector<unit<Layers>>(static_cast<std::size_t>(size)),
                    std::vector<unit_state<Layers>>(static_cast<std::size_t>(size)), text.topRows(text.rows() - 1),
                    text.bottomRows(text.rows() - 1)};
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
numbers in_order(const std::vector<unit<Layers>>& gradient) {
    numbers all;
    for (std::size_t k = 0; k < 8 * Layers + 3; ++k)
        for (const unit<Layers>& each : gradient) all.push_back(each[k]);
    return all;
}

template <std::size_t Layers>
gradbench::module of_layers() {
    const auto call = [](const auto& called) {
        return [=](const data<Layers>& in) { return called(in.units, in.begin, in.text, in.next_characters); };
    };
    return {
        {"objective", gradbench::answered(read_data<Layers>, call(objective<Layers>))},
        {"jacobian", gradbench::answered(
                         read_data<Layers>, call(pullback::gradient(objective<Layers>, pullback::wrt<0>)),
                         [](const std::vector<unit<Layers>>& gradient) { return json(in_order<Layers>(gradient)); })}};
}

gradbench::function by_layers(const std::string& name) {
    return [=](const json& input) {
        switch (input.at("main_params").size() / 2) {
            case 2: return of_layers<2>().at(name)(input);
            case 4: return of_layers<4>().at(name)(input);
            default: throw std::invalid_argument("the network has other than 2 or 4 layers");
        }
    };
}

} // namespace

gradbench::module gradbench::lstm() {
    return {{"objective", by_layers("objective")}, {"jacobian", by_layers("jacobian")}};
}
