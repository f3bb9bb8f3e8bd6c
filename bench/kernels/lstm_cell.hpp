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

using input  = std::array<double, 40>;
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
        T result                = in[first + 4];
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
    const auto sum = [&](std::size_t first) {
        return in[first + 4] + in[first] * sample[0] + in[first + 1] * sample[1] + in[first + 2] * sample[2] +
               in[first + 3] * sample[3];
    };
    const auto sigmoid = [](double x) { return 1 / (1 + std::exp(-x)); };
    output result;
    result[0]        = 0;
    const auto store = [&](std::size_t first, double by_sum) {
        for (std::size_t i = 0; i < 4; ++i) result[1 + first + i] = by_sum * sample[i];
        result[1 + first + 4] = by_sum;
    };
    for (std::size_t unit = 0; unit < 2; ++unit) {
        const std::size_t first = 5 * unit;
        const double enter = sigmoid(sum(first)), forget = sigmoid(sum(first + 10)), leave = sigmoid(sum(first + 30));
        const double candidate = std::tanh(sum(first + 20));
        const double entered   = enter * candidate;
        const double kept      = forget * memory[unit];
        const double bent      = std::tanh(kept + entered);
        const double hidden    = leave * bent;
        const double by_cell   = leave - hidden * bent;
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
