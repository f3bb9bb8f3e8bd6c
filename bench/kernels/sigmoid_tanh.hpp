// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BENCH_KERNELS_SIGMOID_TANH_HPP
#define PULLBACK_BENCH_KERNELS_SIGMOID_TANH_HPP

#include <pullback.hpp>

#include <array>
#include <cmath>

/// sigmoid ∘ tanh: value and derivative.
namespace kernels::sigmoid_tanh {

using input = std::array<double, 1>;
using output = std::array<double, 2>;

inline constexpr input point{0.5};

inline constexpr auto primal = [](const auto& in) {
    using T = typename std::remove_cvref_t<decltype(in)>::value_type;
    using std::exp, std::tanh;
    const T t = tanh(in[0]);
    const T y = 1 / (1 + exp(-t));
    return y;
};

inline output by_hand(const input& in) {
    const double t = std::tanh(in[0]);
    const double y = 1 / (1 + std::exp(-t));
    return {y, (y - y * y) * (1 - t * t)};
}

inline auto by_pullback(const input& in) {
    constexpr auto f = pullback::value_and_gradient(pullback::function(primal));
    return f(in);
}

} // namespace kernels::sigmoid_tanh

#endif
