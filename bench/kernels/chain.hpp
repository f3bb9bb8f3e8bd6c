// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BENCH_KERNELS_CHAIN_HPP
#define PULLBACK_BENCH_KERNELS_CHAIN_HPP

#include <pullback.hpp>

#include <array>
#include <cmath>

/// square ∘ exp ∘ square: value and derivative.
namespace kernels::chain {

using input = std::array<double, 1>;
using output = std::array<double, 2>;

inline constexpr input point{0.5};

inline constexpr auto primal = [](const auto& in) {
    using T = typename std::remove_cvref_t<decltype(in)>::value_type;
    using std::exp;
    const T b = exp(in[0] * in[0]);
    const T y = b * b;
    return y;
};

inline output by_hand(const input& in) {
    const double x = in[0];
    const double b = std::exp(x * x);
    const double y = b * b;
    return {y, 4 * x * y}; // 2b · b · 2x
}

inline auto by_pullback(const input& in) {
    constexpr auto x = pullback::variable<"x">;
    constexpr auto f = pullback::value_and_gradient(square(exp(square(x))));
    return f(in[0]);
}

} // namespace kernels::chain

#endif
