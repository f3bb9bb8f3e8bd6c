// SPDX-License-Identifier: BSL-1.0
// How much faster two threads are than one, for loops that take more than a millisecond, value and gradient; and what
// both take of the processor together, in parts of what one takes, which a busy machine changes less.

#include <pullback.hpp>
#include <pullback/lanes.hpp>
#include <pullback/threads.hpp>

#include <chrono>
#include <cstddef>
#include <cstdio>
#include <ctime>
#include <random>
#include <vector>

namespace {

using numbers = std::vector<double>;

constexpr auto logistic = pullback::function([](const auto& weights, const auto& rows, const auto& labels) {
    return sum(rows, labels, [&](const auto& row, const auto& y) { return log1p(exp(-y * dot(row, weights))); });
});
constexpr auto density = pullback::function([](const auto& mean, const auto& deviation, const auto& x) {
    return sum(x, [&](const auto& each) { return log1p(exp((each - mean) / deviation)) + log(deviation); });
});

struct seconds {
    double on_clock = 1e300, of_processor = 1e300;
};
/// Takes the shortest time of a call.
template <class F>
void measure(seconds& best, const F& call) {
    const std::clock_t used = std::clock();
    const auto begin = std::chrono::steady_clock::now();
    const double value = call();
    asm volatile("" : : "g"(&value) : "memory");
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begin;
    const double of_processor = static_cast<double>(std::clock() - used) / CLOCKS_PER_SEC;
    if (taken.count() < best.on_clock) best.on_clock = taken.count();
    if (of_processor < best.of_processor) best.of_processor = of_processor;
}

template <class F, class Policy, class... A>
void compare(const char* name, const F& f, const Policy& policy, const A&... arguments) {
    pullback::thread_pool one(1), two(2);
    seconds by_one, by_two;
    for (int i = 0; i < 40; ++i) {
        measure(by_one, [&] { return f(policy.on(one), arguments...).value; });
        measure(by_two, [&] { return f(policy.on(two), arguments...).value; });
    }
    std::printf("%-28s %8.2f ms %6.2f times as fast, %5.2f of the work\n", name, 1e3 * by_one.on_clock,
                by_one.on_clock / by_two.on_clock, by_two.of_processor / by_one.of_processor);
}

} // namespace

int main() {
    std::mt19937 generator(1);
    std::uniform_real_distribution<double> between(-1, 1);
    const auto random_numbers = [&](std::size_t count) {
        numbers x(count);
        for (double& each : x) each = between(generator);
        return x;
    };
    const numbers x = random_numbers(1'000'000), weights = random_numbers(20), labels = random_numbers(50'000);
    pullback::row_matrix<double> rows(50'000, 20);
    for (std::ptrdiff_t i = 0; i < 50'000 * 20; ++i) rows.data()[i] = between(generator);

    constexpr auto of_density = pullback::value_and_gradient(density, pullback::wrt<0, 1>);
    constexpr auto of_logistic = pullback::value_and_gradient(logistic, pullback::wrt<0>);
    compare("density 1e6", of_density, pullback::par, 0.3, 1.7, x);
    compare("density 1e6, in lanes", of_density, pullback::par_unseq, 0.3, 1.7, x);
    compare("logistic 50000 x 20", of_logistic, pullback::par, weights, rows, labels);
    compare("logistic 50000 x 20, in lanes", of_logistic, pullback::par_unseq, weights, rows, labels);
}
