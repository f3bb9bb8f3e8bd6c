// SPDX-License-Identifier: BSL-1.0
#include "../functions/lstm.hpp"
#include "lstm.hpp"
#include "protocol.hpp"

#include <pullback.hpp>

#include <pullback/ext/eigen_static.hpp>
#include <cstddef>
#include <vector>

// A recurrent network of some layers, each with a hidden number and a cell for every unit, that goes through a text and
// predicts the next character: the loss, and its gradient in all weights. Units do not see each other, so all numbers
// of a unit are one element of an array. How many layers there are is known to the compiler: 2 or 4, the numbers
// of the suite.

namespace {

using functions::unit;
using gradbench::json, gradbench::network;

template <std::size_t Layers>
constexpr auto objective =
    pullback::function([](const auto& units, const auto& begin, const auto& text, const auto& next_characters) {
        const auto start = map(begin, [](const auto& state) { return state; });
        return functions::lstm_loss<Layers>(units, start, text, next_characters);
    });

template <std::size_t Layers>
gradbench::module of_layers(std::integral_constant<std::size_t, Layers>) {
    const auto read = gradbench::read_network<Layers>;
    const auto call = [](const auto& called) {
        return [=](const network<Layers>& in) { return called(in.units, in.begin, in.text, in.next_characters); };
    };
    const auto gradient = call(pullback::gradient(objective<Layers>, pullback::wrt<0>));
    const auto write = [](const std::vector<unit<Layers>>& found) { return json(gradbench::in_order<Layers>(found)); };
    return {{"objective", gradbench::answered(read, call(objective<Layers>))},
            {"jacobian", gradbench::answered(read, gradient, write)}};
}

gradbench::module answers() {
    using namespace gradbench;
    const auto functions = [](auto layers) { return of_layers(layers); };
    return {{"objective", by_layers("objective", functions)}, {"jacobian", by_layers("jacobian", functions)}};
}

const gradbench::evaluation added("lstm", answers());

} // namespace
