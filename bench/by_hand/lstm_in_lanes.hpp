// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BENCH_BY_HAND_LSTM_IN_LANES_HPP
#define PULLBACK_BENCH_BY_HAND_LSTM_IN_LANES_HPP

#include "../loops/vectors.hpp"
#include "lstm.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <vector>

namespace by_hand {

/// `lstm` with a unit in each lane, as many vectors of units as there must be; what is kept is kept as vectors.
template <std::size_t Layers>
[[gnu::noinline]] lstm_result<Layers> lstm_in_lanes(const std::vector<functions::unit<Layers>>& units,
                                                    const std::vector<functions::unit_state<Layers>>& begin,
                                                    std::size_t count, const double* text, const double* next) {
    using loops::vector, loops::width;
    using unit = std::array<vector, 8 * Layers + 3>;
    const std::size_t size = units.size(), blocks = (size + width - 1) / width;
    const auto used_in = [=](std::size_t block) { return std::min(width, size - block * width); };
    const auto load = [&](const double* row, std::size_t block) { // 0 in lanes without a unit
        if (used_in(block) == width) return loops::load(row + block * width);
        vector x{};
        for (std::size_t lane = 0; lane < used_in(block); ++lane) x[lane] = row[block * width + lane];
        return x;
    };
    std::vector<unit> weights(blocks, unit{}), gradient(blocks, unit{});
    std::vector<std::array<vector, 2 * Layers>> state(blocks), adjoints(blocks);
    std::vector<vector> are_used(blocks, vector{});
    for (std::size_t j = 0; j < size; ++j) {
        for (std::size_t k = 0; k < weights[0].size(); ++k) weights[j / width][k][j % width] = units[j][k];
        for (std::size_t k = 0; k < 2 * Layers; ++k) state[j / width][k][j % width] = begin[j][k];
        are_used[j / width][j % width] = 1;
    }

    std::vector<std::array<layer_step<vector>, Layers>> steps(count * blocks);
    std::vector<vector> last(count * blocks), shares(count * blocks);
    std::vector<double> sums(count);
    struct functions_of_vectors {
        static vector exp(vector x) { return loops::exp(x); }
        static vector tanh(vector x) { return loops::tanh(x); }
    };
    double total = 0;
    for (std::size_t t = 0; t < count; ++t) {
        vector matched{}, characters{}, exponentials{};
        for (std::size_t j = 0; j < blocks; ++j) {
            const unit& w = weights[j];
            const vector g = load(next + t * size, j);
            const vector output = go_through_layers<Layers, vector>(load(text + t * size, j), w, state[j],
                                                                    steps[t * blocks + j], functions_of_vectors());
            last[t * blocks + j] = output;
            const vector predicted = output * w[8 * Layers + 1] + w[8 * Layers + 2];
            exponentials += shares[t * blocks + j] = are_used[j] * loops::exp(predicted);
            matched += predicted * g;
            characters += g;
        }
        const double sum = 2 + loops::sum(exponentials), seen = loops::sum(characters);
        sums[t] = seen / sum;
        total += loops::sum(matched) - seen * std::log(sum);
    }

    const double scale = -1 / static_cast<double>(count * size);
    for (std::size_t t = count; t-- > 0;)
        for (std::size_t j = 0; j < blocks; ++j) {
            const unit& w = weights[j];
            unit& b = gradient[j];
            const vector predicted = scale * (load(next + t * size, j) - sums[t] * shares[t * blocks + j]);
            go_back_through_layers<Layers, vector>(predicted, last[t * blocks + j], load(text + t * size, j), w,
                                                   steps[t * blocks + j], adjoints[j], b);
        }
    lstm_result<Layers> result{scale * total, std::vector<functions::unit<Layers>>(size)};
    for (std::size_t j = 0; j < size; ++j)
        for (std::size_t k = 0; k < gradient[0].size(); ++k) result.gradient[j][k] = gradient[j / width][k][j % width];
    return result;
}

} // namespace by_hand

#endif
