// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BENCH_GRADBENCH_DESCENT_HPP
#define PULLBACK_BENCH_GRADBENCH_DESCENT_HPP

#include <array>
#include <cmath>
#include <cstddef>

namespace gradbench {

using point = std::array<double, 2>;

/// Gradient descent as the suite prescribes it, for its results to be the same: a step that goes down is taken, and ten
/// of them double the step size; one that does not halves it. It ends where the gradient or the step is at most 1e-5.
/// The gradient is asked for where the value was asked for last.
template <std::size_t N, class F, class Gradient>
std::array<double, N> descend(const F& f, const Gradient& gradient, std::array<double, N> x) {
    constexpr double small = 1e-5;
    const auto length = [](const auto& v) {
        double squares = 0;
        for (const double each : v) squares += each * each;
        return std::sqrt(squares);
    };
    double value = f(x), step = 1e-5;
    auto slope = gradient(x);
    int taken = 0;
    while (length(slope) > small) {
        if (taken == 10) {
            step *= 2;
            taken = 0;
            continue;
        }
        std::array<double, N> next = x, apart{};
        for (std::size_t i = 0; i < N; ++i) {
            next[i] = x[i] - step * slope[i];
            apart[i] = x[i] - next[i];
        }
        if (length(apart) <= small) break;
        const double next_value = f(next);
        if (next_value < value) {
            x = next;
            value = next_value;
            slope = gradient(x);
            ++taken;
        } else {
            step /= 2;
            taken = 0;
        }
    }
    return x;
}

} // namespace gradbench

#endif
