// SPDX-License-Identifier: BSL-1.0
#include "interleaved.hpp"

#include <pullback.hpp>
#include <pullback/lanes.hpp>

#include <cmath>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <random>
#include <span>
#include <vector>

// What the turns that are left over cost when the lanes are full: value and gradient of functions of 1 to 33 elements
// in lanes, in nanoseconds, by what 16 elements take, and by what the same call takes without lanes:
//   lane_tails [REPETITIONS]

namespace {

using numbers = std::vector<double>;

constexpr auto squares = pullback::function([](const auto& x) { return squared_norm(x); });
constexpr auto share = pullback::function([](const auto& x) { return log_sum_exp(x); });
constexpr auto logistic =
    pullback::function([](const auto& x) { return sum(x, [](const auto& u) { return log1p(exp(-u)); }); });
constexpr auto looked_up = pullback::function(
    [](const auto& x, const auto& k) { return sum(k, [&](const auto& i) { return sqrt(1 + square(x[i])); }); });

void compare(const char* name, const std::function<std::function<void()>(std::size_t)>& with_lanes,
             const std::function<std::function<void()>(std::size_t)>& without, int repetitions) {
    constexpr std::size_t longest = 33, common = 16;
    constexpr int calls = 2000;
    std::vector<std::vector<double>> lanes(longest + 1), scalar(longest + 1);
    for (int i = 0; i < repetitions; ++i)
        for (std::size_t n = 1; n <= longest; ++n) {
            lanes[n].push_back(interleaved::time_of(with_lanes(n), calls));
            scalar[n].push_back(interleaved::time_of(without(n), calls));
        }
    const double of_common = interleaved::quantile(lanes[common], 0);
    std::printf("%s\n%4s%10s%12s%14s\n", name, "n", "ns", "to n = 16", "to no lanes");
    for (std::size_t n = 1; n <= longest; ++n) {
        const double best = interleaved::quantile(lanes[n], 0);
        std::printf("%4zu%10.1f%12.2f%14.2f\n", n, 1e9 * best, best / of_common,
                    best / interleaved::quantile(scalar[n], 0));
    }
}

} // namespace

int main(int argc, char** argv) {
    const int repetitions = argc > 1 ? std::atoi(argv[1]) : 31;
    std::mt19937 generator(1);
    numbers x(33), by_x(33);
    std::vector<int> k(33);
    for (double& each : x) each = std::uniform_real_distribution<double>(-1, 1)(generator);
    for (int& each : k) each = std::uniform_int_distribution<int>(0, 32)(generator);
    double value = 0;
    const auto keep = [&] { asm volatile("" : : "g"(&value), "g"(by_x.data()) : "memory"); };

    const auto of_range = [&](const char* name, auto f) {
        const auto call = [&](auto... policy) {
            return [&, policy...](std::size_t n) -> std::function<void()> {
                return [&, policy..., n] {
                    const std::span<const double> some(x.data(), n);
                    value_and_gradient(f).into(value, std::span(by_x.data(), n))(policy..., some);
                    keep();
                };
            };
        };
        compare(name, call(pullback::unseq), call(), repetitions);
    };
    of_range("sum of squares", squares);
    of_range("log_sum_exp", share);
    of_range("logistic", logistic);

    const auto of_subscripts = [&](auto... policy) {
        return [&, policy...](std::size_t n) -> std::function<void()> {
            return [&, policy..., n] {
                const std::span<const int> some(k.data(), n);
                value_and_gradient(looked_up, pullback::wrt<0>).into(value, by_x)(policy..., x, some);
                keep();
            };
        };
    };
    compare("square roots, looked up", of_subscripts(pullback::unseq), of_subscripts(), repetitions);
}
