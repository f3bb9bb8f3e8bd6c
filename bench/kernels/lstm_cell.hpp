// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BENCH_KERNELS_LSTM_CELL_HPP
#define PULLBACK_BENCH_KERNELS_LSTM_CELL_HPP

#include <pullback.hpp>

#include <array>
#include <cmath>

/// Sum of the new hidden state of an LSTM cell with 2 inputs and 2 hidden units: value and gradient by 40 parameters.
/// For the input gate, the forget gate, the candidate and the output gate, and for each unit of these:
///   0-1 weights of the inputs, 2-3 weights of the hidden state, 4 bias
namespace kernels::lstm_cell {

using input = std::array<double, 40>;
using output = std::array<double, 1 + 40>; // value, gradient

inline constexpr input point = [] {
    input p{};
    for (std::size_t i = 0; i < p.size(); ++i) p[i] = 0.1 * static_cast<double>(i * 29 % 17) - 0.75;
    return p;
}();

inline constexpr std::array<double, 4> sample{0.7, -0.4, 0.2, 0.5}; // inputs and hidden state
inline constexpr std::array<double, 2> memory{-0.3, 0.6};

inline constexpr auto primal = [](const auto& in) {
    using T = typename std::remove_cvref_t<decltype(in)>::value_type;
    using std::exp, std::tanh;
    const auto sum = [&](std::size_t gate, std::size_t unit) {
        const std::size_t first = 10 * gate + 5 * unit;
        T result = in[first + 4];
        for (std::size_t i = 0; i < 4; ++i) result += in[first + i] * sample[i];
        return result;
    };
    const auto sigmoid = [](const T& x) {
        const T y = 1 / (1 + exp(-x));
        return y;
    };
    T hidden(0);
    for (std::size_t unit = 0; unit < 2; ++unit) {
        const T kept = sigmoid(sum(1, unit)) * memory[unit];
        const T cell = kept + sigmoid(sum(0, unit)) * tanh(sum(2, unit));
        hidden += sigmoid(sum(3, unit)) * tanh(cell);
    }
    return hidden;
};

inline output by_hand(const input& in) {
    // The calls in loops, for compilers that have vectors of them.
    constexpr std::size_t gates = 4, units = 2;
    std::array<double, gates * units> sums;
    for (std::size_t k = 0; k < gates * units; ++k) {
        sums[k] = in[5 * k + 4];
        for (std::size_t i = 0; i < 4; ++i) sums[k] += in[5 * k + i] * sample[i];
    }
    std::array<double, 6> opened{sums[0], sums[1], sums[2], sums[3], sums[6], sums[7]}; // enter, forget, leave
    for (double& gate : opened) gate = 1 / (1 + std::exp(-gate));
    std::array<double, units> candidates, cells, bents;
    for (std::size_t unit = 0; unit < units; ++unit) candidates[unit] = std::tanh(sums[4 + unit]);
    for (std::size_t unit = 0; unit < units; ++unit)
        cells[unit] = opened[2 + unit] * memory[unit] + opened[unit] * candidates[unit];
    for (std::size_t unit = 0; unit < units; ++unit) bents[unit] = std::tanh(cells[unit]);
    output result;
    result[0] = 0;
    const auto store = [&](std::size_t first, double by_sum) {
        for (std::size_t i = 0; i < 4; ++i) result[1 + first + i] = by_sum * sample[i];
        result[1 + first + 4] = by_sum;
    };
    for (std::size_t unit = 0; unit < units; ++unit) {
        const std::size_t first = 5 * unit;
        const double enter = opened[unit], forget = opened[2 + unit], leave = opened[4 + unit];
        const double candidate = candidates[unit], bent = bents[unit];
        const double entered = enter * candidate;
        const double kept = forget * memory[unit];
        const double hidden = leave * bent;
        const double by_cell = leave - hidden * bent;
        result[0] += hidden;
        store(first, by_cell * (entered - entered * enter));
        store(first + 10, by_cell * (kept - kept * forget));
        store(first + 20, by_cell * (enter - entered * candidate));
        store(first + 30, hidden - hidden * leave);
    }
    return result;
}

inline auto by_pullback(const input& in) {
    constexpr auto f = pullback::value_and_gradient(pullback::function(primal));
    return f(in);
}

} // namespace kernels::lstm_cell

#endif
