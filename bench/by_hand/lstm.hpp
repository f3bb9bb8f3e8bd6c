// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BENCH_BY_HAND_LSTM_HPP
#define PULLBACK_BENCH_BY_HAND_LSTM_HPP

#include "../functions/lstm.hpp"

#include <array>
#include <cmath>
#include <cstddef>
#include <vector>

/// functions::lstm_loss with its gradient in the weights, of a text of `count` characters, and those that come next.
namespace by_hand {

template <std::size_t Layers>
struct lstm_result {
    double value;
    std::vector<functions::unit<Layers>> gradient;
};

/// What is kept of a layer in a turn, of a unit or of as many as a vector has: the gates, so that nothing dear is
/// computed again.
template <class T>
struct layer_step {
    T input, hidden, cell, kept, taken, out, change, squashed;
};

/// A turn of the layers of a unit with weights `w`: from its input to its output. `functions` has `exp` and `tanh`.
template <std::size_t Layers, class T, class Functions>
[[gnu::always_inline]] inline T go_through_layers(const T& of_text, const std::array<T, 8 * Layers + 3>& w,
                                                  std::array<T, 2 * Layers>& state,
                                                  std::array<layer_step<T>, Layers>& steps,
                                                  const Functions& functions) {
    const auto sigmoid = [&](const T& x) { return 1 / (1 + functions.exp(-x)); };
    T input = of_text * w[8 * Layers];
    for (std::size_t layer = 0; layer < Layers; ++layer) {
        layer_step<T>& s = steps[layer];
        const T* const v = &w[8 * layer];
        s.input = input;
        s.hidden = state[2 * layer];
        s.cell = state[2 * layer + 1];
        s.kept = sigmoid(input * v[0] + v[4]);
        s.taken = sigmoid(s.hidden * v[1] + v[5]);
        s.out = sigmoid(input * v[2] + v[6]);
        s.change = functions.tanh(s.hidden * v[3] + v[7]);
        state[2 * layer + 1] = s.cell * s.kept + s.taken * s.change;
        s.squashed = functions.tanh(state[2 * layer + 1]);
        input = state[2 * layer] = s.out * s.squashed;
    }
    return input;
}

/// The same turn backward, from the adjoint of what is predicted by its output.
template <std::size_t Layers, class T>
[[gnu::always_inline]] inline void go_back_through_layers(const T& predicted, const T& output, const T& of_text,
                                                          const std::array<T, 8 * Layers + 3>& w,
                                                          const std::array<layer_step<T>, Layers>& steps,
                                                          std::array<T, 2 * Layers>& adjoints,
                                                          std::array<T, 8 * Layers + 3>& b) {
    b[8 * Layers + 1] += predicted * output;
    b[8 * Layers + 2] += predicted;
    T of_output = predicted * w[8 * Layers + 1];
    for (std::size_t layer = Layers; layer-- > 0;) {
        const layer_step<T>& s = steps[layer];
        const T* const v = &w[8 * layer];
        T* const bv = &b[8 * layer];
        const T hidden = adjoints[2 * layer] + of_output;
        const T cell = adjoints[2 * layer + 1] + hidden * s.out * (1 - s.squashed * s.squashed);
        const T out = hidden * s.squashed * s.out * (1 - s.out), kept = cell * s.cell * s.kept * (1 - s.kept),
                taken = cell * s.change * s.taken * (1 - s.taken), change = cell * s.taken * (1 - s.change * s.change);
        bv[0] += kept * s.input;
        bv[1] += taken * s.hidden;
        bv[2] += out * s.input;
        bv[3] += change * s.hidden;
        bv[4] += kept;
        bv[5] += taken;
        bv[6] += out;
        bv[7] += change;
        adjoints[2 * layer] = taken * v[1] + change * v[3];
        adjoints[2 * layer + 1] = cell * s.kept;
        of_output = kept * v[0] + out * v[2];
    }
    b[8 * Layers] += of_output * of_text;
}

template <std::size_t Layers>
[[gnu::noinline]] lstm_result<Layers> lstm(const std::vector<functions::unit<Layers>>& units,
                                           std::vector<functions::unit_state<Layers>> state, std::size_t count,
                                           const double* text, const double* next) {
    using functions::unit;
    const std::size_t size = units.size();
    std::vector<std::array<layer_step<double>, Layers>> steps(count * size);
    std::vector<double> last(count * size), weights(count * size), sums(count);
    struct functions_of_numbers {
        static double exp(double x) { return std::exp(x); }
        static double tanh(double x) { return std::tanh(x); }
    };
    double total = 0;
    for (std::size_t t = 0; t < count; ++t) {
        double matched = 0, characters = 0, exponentials = 2;
        for (std::size_t j = 0; j < size; ++j) {
            const unit<Layers>& w = units[j];
            const double* const g = next + t * size;
            const double output = go_through_layers<Layers, double>(text[t * size + j], w, state[j],
                                                                    steps[t * size + j], functions_of_numbers());
            last[t * size + j] = output;
            const double predicted = output * w[8 * Layers + 1] + w[8 * Layers + 2];
            weights[t * size + j] = std::exp(predicted);
            exponentials += weights[t * size + j];
            matched += predicted * g[j];
            characters += g[j];
        }
        sums[t] = characters / exponentials;
        total += matched - characters * std::log(exponentials);
    }
    const double scale = -1 / static_cast<double>(count * size);
    std::vector<unit<Layers>> gradient(size);
    std::vector<std::array<double, 2 * Layers>> adjoints(size);
    for (std::size_t t = count; t-- > 0;)
        for (std::size_t j = 0; j < size; ++j) {
            const unit<Layers>& w = units[j];
            unit<Layers>& b = gradient[j];
            const double predicted = scale * (next[t * size + j] - sums[t] * weights[t * size + j]);
            go_back_through_layers<Layers, double>(predicted, last[t * size + j], text[t * size + j], w,
                                                   steps[t * size + j], adjoints[j], b);
        }
    return {scale * total, gradient};
}

} // namespace by_hand

#endif
