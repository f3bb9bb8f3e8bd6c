// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BENCH_GRADBENCH_LSTM_OF_LAYERS_HPP
#define PULLBACK_BENCH_GRADBENCH_LSTM_OF_LAYERS_HPP

#include "../functions/lstm.hpp"
#include "network.hpp"

#include <pullback.hpp>
#include <pullback/lanes.hpp>

#include <pullback/ext/eigen_static.hpp>
#include <cstddef>
#include <vector>

// A recurrent network of some layers, each with a hidden number and a cell for every unit, that goes through a text and
// predicts the next character: the loss, and its gradient in all weights. Units do not see each other, so all numbers
// of a unit are one element of an array. How many layers there are is known to the compiler: 2 or 4, the numbers
// of the suite, each of which is compiled in a file of its own, apart from JSON. With g++ -O2 two layers take 4 s and
// 410 MB to compile, and 8 s and 480 MB in lanes, four of them 6 s and 450 MB; four in lanes take 14 s and 700 MB, as
// 430 operations are written three times: for all lanes, for some of them and for single turns.

namespace gradbench {

template <std::size_t Layers>
inline constexpr auto lstm_objective =
    pullback::function([](const auto& units, const auto& begin, const auto& text, const auto& next_characters) {
        const auto start = map(begin, [](const auto& state) { return state; });
        return functions::lstm_loss<Layers>(units, start, text, next_characters);
    });

template <std::size_t Layers>
double lstm_value(const network<Layers>& in) {
    return lstm_objective<Layers>(in.units, in.begin, in.text, in.next_characters);
}

template <std::size_t Layers>
std::vector<functions::unit<Layers>> lstm_gradient(const network<Layers>& in) {
    return pullback::gradient(lstm_objective<Layers>, pullback::wrt<0>)(in.units, in.begin, in.text,
                                                                        in.next_characters);
}

template <std::size_t Layers>
std::vector<functions::unit<Layers>> lstm_gradient_in_lanes(const network<Layers>& in) {
    return pullback::gradient(lstm_objective<Layers>, pullback::wrt<0>)(pullback::unseq, in.units, in.begin, in.text,
                                                                        in.next_characters);
}

} // namespace gradbench

#endif
