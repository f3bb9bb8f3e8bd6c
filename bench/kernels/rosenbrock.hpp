// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BENCH_KERNELS_ROSENBROCK_HPP
#define PULLBACK_BENCH_KERNELS_ROSENBROCK_HPP

#include <pullback.hpp>

#include <array>

/// Rosenbrock's function in 10 variables: value and gradient.
namespace kernels::rosenbrock {

using input = std::array<double, 10>;
using output = std::array<double, 11>; // value, gradient

inline constexpr input point{-1.2, 1, 0.7, -0.4, 1.3, 0.2, -0.9, 1.1, 0.5, -0.3};

inline constexpr auto primal = [](const auto& x) {
    using T = typename std::remove_cvref_t<decltype(x)>::value_type;
    T sum(0);
    for (std::size_t i = 0; i + 1 < x.size(); ++i) {
        const T a = x[i + 1] - x[i] * x[i];
        const T b = 1 - x[i];
        sum += 100 * a * a + b * b;
    }
    return sum;
};

inline output by_hand(const input& x) {
    double value = 0;
    double carry = 0; // what the term before gives to x[i]
    output result;
    for (std::size_t i = 0; i < 9; ++i) {
        const double a = x[i + 1] - x[i] * x[i];
        const double b = 1 - x[i];
        const double scaled = 100 * a;
        value += scaled * a + b * b;
        const double twice = 2 * scaled;
        result[1 + i] = carry - 2 * (twice * x[i] + b);
        carry = twice;
    }
    result[0] = value;
    result[10] = carry;
    return result;
}

inline auto by_pullback(const input& in) {
    constexpr auto f = pullback::value_and_gradient(pullback::function(primal));
    return f(in);
}

} // namespace kernels::rosenbrock

#endif
