// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BENCH_GRADBENCH_LSTM_OF_LAYERS_HPP
#define PULLBACK_BENCH_GRADBENCH_LSTM_OF_LAYERS_HPP

#include "../functions/lstm.hpp"
#include "lstm.hpp"
#include "protocol.hpp"

#include <pullback.hpp>
#include <pullback/lanes.hpp>

#include <pullback/ext/eigen_static.hpp>
#include <cstddef>
#include <vector>

// A recurrent network of some layers, each with a hidden number and a cell for every unit, that goes through a text and
// predicts the next character: the loss, and its gradient in all weights. Units do not see each other, so all numbers
// of a unit are one element of an array. How many layers there are is known to the compiler: 2 or 4, the numbers
// of the suite, each of which is compiled in a file of its own.

namespace gradbench {

using functions::unit;

template <std::size_t Layers>
inline constexpr auto lstm_objective =
    pullback::function([](const auto& units, const auto& begin, const auto& text, const auto& next_characters) {
        const auto start = map(begin, [](const auto& state) { return state; });
        return functions::lstm_loss<Layers>(units, start, text, next_characters);
    });

template <std::size_t Layers>
gradbench::module lstm_of_layers() {
    const auto read = read_network<Layers>;
    const auto call = [](const auto& called, const auto&... policy) {
        return [=](const network<Layers>& in) {
            return called(policy..., in.units, in.begin, in.text, in.next_characters);
        };
    };
    constexpr auto gradient = pullback::gradient(lstm_objective<Layers>, pullback::wrt<0>);
    const auto write = [](const std::vector<unit<Layers>>& found) { return json(in_order<Layers>(found)); };
    return {{"objective", answered(read, call(lstm_objective<Layers>))},
            {"jacobian", answered(read, call(gradient), write)},
            {"jacobian unseq", answered(read, call(gradient, pullback::unseq), write)}};
}

/// The same of 4 layers, which lstm_of_4_layers.cpp compiles.
gradbench::module lstm_of_4_layers();

} // namespace gradbench

#endif
