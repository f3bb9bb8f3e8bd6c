// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BENCH_KERNELS_NETWORK_HPP
#define PULLBACK_BENCH_KERNELS_NETWORK_HPP

#include <pullback.hpp>

#include <array>
#include <cmath>

/// Squared loss of a network with 4 inputs, 8 hidden units with tanh and 1 output: value and gradient by 49 parameters.
///   0-31 weights of the hidden units by rows, 32-39 their biases, 40-47 weights of the output, 48 its bias
namespace kernels::network {

inline constexpr std::size_t features = 4, units = 8, biases = units * features, weights = biases + units,
                             count = weights + units + 1;

using input = std::array<double, count>;
using output = std::array<double, 1 + count>; // value, gradient

inline constexpr input point = [] {
    input p{};
    for (std::size_t i = 0; i < count; ++i) p[i] = 0.1 * static_cast<double>(i * 37 % 19) - 0.85;
    return p;
}();

inline constexpr std::array<double, features> sample{0.6, -1.1, 0.3, 0.9};
inline constexpr double target = 0.7;

inline constexpr auto primal = [](const auto& in) {
    using T = typename std::remove_cvref_t<decltype(in)>::value_type;
    using std::tanh;
    T y = in[weights + units];
    for (std::size_t j = 0; j < units; ++j) {
        T sum = in[biases + j];
        for (std::size_t i = 0; i < features; ++i) sum += in[j * features + i] * sample[i];
        y += in[weights + j] * tanh(sum);
    }
    const T error = y - target;
    const T loss = error * error;
    return loss;
};

inline output by_hand(const input& in) {
    std::array<double, units> hidden;
    double y = in[weights + units];
    for (std::size_t j = 0; j < units; ++j) {
        double sum = in[biases + j];
        for (std::size_t i = 0; i < features; ++i) sum += in[j * features + i] * sample[i];
        hidden[j] = std::tanh(sum);
        y += in[weights + j] * hidden[j];
    }
    const double error = y - target;
    const double g = 2 * error;
    output result;
    result[0] = error * error;
    for (std::size_t j = 0; j < units; ++j) {
        const double by_sum = g * in[weights + j] * (1 - hidden[j] * hidden[j]);
        result[1 + biases + j] = by_sum;
        result[1 + weights + j] = g * hidden[j];
        for (std::size_t i = 0; i < features; ++i) result[1 + j * features + i] = by_sum * sample[i];
    }
    result[count] = g;
    return result;
}

inline auto by_pullback(const input& in) {
    constexpr auto f = pullback::value_and_gradient(pullback::function(primal));
    return f(in);
}

} // namespace kernels::network

#endif
