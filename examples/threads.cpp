// SPDX-License-Identifier: BSL-1.0
// Loops on several threads: each takes some of the terms of a sum.
#include <pullback.hpp>
#include <pullback/threads.hpp>

#include <cmath>
#include <cstdio>
#include <vector>

constexpr auto density = pullback::function([](const auto& mean, const auto& deviation, const auto& x) {
    return sum(x, [&](const auto& each) { return -0.5 * square((each - mean) / deviation) - log(deviation); });
});

int main() {
    std::vector<double> x;
    for (int i = 0; i < 1000000; ++i) x.push_back(std::sin(0.001 * i));

    constexpr auto ascend = pullback::value_and_gradient(density, pullback::wrt<0, 1>);
    const auto [value, gradient] = ascend(pullback::par, 0.25, 0.75, x);
    const auto [by_mean, by_deviation] = gradient;
    std::printf("%.3f: %.3f %.3f\n", value, by_mean, by_deviation);

    // On threads of your own; as many as there are, the numbers are the same to the last bit.
    pullback::thread_pool three(3);
    std::printf("the same: %s\n", ascend(pullback::par.on(three), 0.25, 0.75, x).value == value ? "yes" : "no");
}
