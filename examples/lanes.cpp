// SPDX-License-Identifier: BSL-1.0
// Loops in lanes: the terms of a sum are computed many at once, in the vectors of the processor.
#include <pullback.hpp>
#include <pullback/lanes.hpp>

#include <cmath>
#include <cstdio>
#include <vector>

// Of counts, which are Poisson distributed with a rate that grows by exp(b) in a unit of time, but for a constant.
constexpr auto log_likelihood =
    pullback::function([](const auto& a, const auto& b, const auto& times, const auto& counts) {
        return sum(times, counts, [&](const auto& t, const auto& n) { return n * (a + b * t) - exp(a + b * t); });
    });

int main() {
    std::vector<double> times;
    std::vector<int> counts;
    for (int i = 0; i < 1000; ++i) {
        times.push_back(0.002 * i);
        counts.push_back(static_cast<int>(std::exp(1 + 0.5 * times.back()) + i % 3));
    }

    constexpr auto ascend = pullback::value_and_gradient(log_likelihood, pullback::wrt<0, 1>);
    const auto [value, gradient] = ascend(pullback::unseq, 0.9, 0.4, times, counts);
    const auto [by_a, by_b] = gradient;
    std::printf("%.6f: %.6f %.6f\n", value, by_a, by_b);

    const auto [exact, exact_gradient] = ascend(0.9, 0.4, times, counts); // one after the other
    std::printf("equal but for rounding: %s\n", std::abs(value - exact) < 1e-12 * std::abs(exact) ? "yes" : "no");
}
