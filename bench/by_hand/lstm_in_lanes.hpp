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
    struct layer_step {
        vector input, hidden, cell, kept, taken, out, change, squashed;
    };
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

    std::vector<std::array<layer_step, Layers>> steps(count * blocks);
    std::vector<vector> last(count * blocks), shares(count * blocks);
    std::vector<double> sums(count);
    const auto sigmoid = [](vector x) { return 1 / (1 + loops::exp(-x)); };
    double total = 0;
    for (std::size_t t = 0; t < count; ++t) {
        vector matched{}, characters{}, exponentials{};
        for (std::size_t j = 0; j < blocks; ++j) {
            const unit& w = weights[j];
            const vector g = load(next + t * size, j);
            vector input = load(text + t * size, j) * w[8 * Layers];
            for (std::size_t layer = 0; layer < Layers; ++layer) {
                layer_step& s = steps[t * blocks + j][layer];
                const vector* const v = &w[8 * layer];
                s.input = input;
                s.hidden = state[j][2 * layer];
                s.cell = state[j][2 * layer + 1];
                s.kept = sigmoid(input * v[0] + v[4]);
                s.taken = sigmoid(s.hidden * v[1] + v[5]);
                s.out = sigmoid(input * v[2] + v[6]);
                s.change = loops::tanh(s.hidden * v[3] + v[7]);
                state[j][2 * layer + 1] = s.cell * s.kept + s.taken * s.change;
                s.squashed = loops::tanh(state[j][2 * layer + 1]);
                input = state[j][2 * layer] = s.out * s.squashed;
            }
            last[t * blocks + j] = input;
            const vector predicted = input * w[8 * Layers + 1] + w[8 * Layers + 2];
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
            b[8 * Layers + 1] += predicted * last[t * blocks + j];
            b[8 * Layers + 2] += predicted;
            vector of_output = predicted * w[8 * Layers + 1];
            for (std::size_t layer = Layers; layer-- > 0;) {
                const layer_step& s = steps[t * blocks + j][layer];
                const vector* const v = &w[8 * layer];
                vector* const bv = &b[8 * layer];
                const vector hidden = adjoints[j][2 * layer] + of_output;
                const vector cell = adjoints[j][2 * layer + 1] + hidden * s.out * (1 - s.squashed * s.squashed);
                const vector out = hidden * s.squashed * s.out * (1 - s.out),
                             kept = cell * s.cell * s.kept * (1 - s.kept),
                             taken = cell * s.change * s.taken * (1 - s.taken),
                             change = cell * s.taken * (1 - s.change * s.change);
                bv[0] += kept * s.input;
                bv[1] += taken * s.hidden;
                bv[2] += out * s.input;
                bv[3] += change * s.hidden;
                bv[4] += kept;
                bv[5] += taken;
                bv[6] += out;
                bv[7] += change;
                adjoints[j][2 * layer] = taken * v[1] + change * v[3];
                adjoints[j][2 * layer + 1] = cell * s.kept;
                of_output = kept * v[0] + out * v[2];
            }
            b[8 * Layers] += of_output * load(text + t * size, j);
        }
    lstm_result<Layers> result{scale * total, std::vector<functions::unit<Layers>>(size)};
    for (std::size_t j = 0; j < size; ++j)
        for (std::size_t k = 0; k < gradient[0].size(); ++k) result.gradient[j][k] = gradient[j / width][k][j % width];
    return result;
}

} // namespace by_hand

#endif
