// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BENCH_FUNCTIONS_LSTM_HPP
#define PULLBACK_BENCH_FUNCTIONS_LSTM_HPP

#include "unit.hpp"

#include <pullback.hpp>

#include <cstddef>
#include <tuple>

namespace functions {

/// The loss of a recurrent network of some layers, each with a hidden number and a cell for every unit, that goes
/// through a text and predicts the next character. `begin` is the range of the units' states before the first.
template <std::size_t Layers>
inline constexpr auto lstm_loss = [](const auto& units, const auto& begin, const auto& text,
                                     const auto& next_characters) {
    const auto cells = [](const auto& state, const auto& w, const auto& seen) {
        auto after = state;
        auto input = seen * w[8 * Layers];
        for (std::size_t layer = 0; layer < Layers; ++layer) {
            const auto gate = [&](std::size_t k, const auto& x) { return x * w[8 * layer + k] + w[8 * layer + 4 + k]; };
            const auto hidden = state[2 * layer], cell = state[2 * layer + 1];
            const auto kept = sigmoid(gate(0, input)), taken = sigmoid(gate(1, hidden)), out = sigmoid(gate(2, input)),
                       change = tanh(gate(3, hidden));
            after[2 * layer + 1] = cell * kept + taken * change;
            after[2 * layer] = out * tanh(after[2 * layer + 1]);
            input = after[2 * layer];
        }
        return after;
    };
    const auto end =
        fold(text, next_characters, std::tuple{begin, 0.0}, [&](const auto& state, const auto& seen, const auto& next) {
            const auto& [before, total] = state;
            const auto after = map(before, units, seen, cells);
            const auto predicted = map(after, units, [](const auto& s, const auto& w) {
                return s[2 * Layers - 2] * w[8 * Layers + 1] + w[8 * Layers + 2];
            });
            const auto log_of_sum = log(2.0 + sum(predicted, [](const auto& y) { return exp(y); }));
            const auto matched = sum(predicted, next, [](const auto& y, const auto& g) { return y * g; });
            return std::tuple{after, total + matched - sum(next) * log_of_sum};
        });
    return -std::get<1>(end) / (text.size() * units.size());
};

} // namespace functions

#endif
