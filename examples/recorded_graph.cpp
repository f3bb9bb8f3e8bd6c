// SPDX-License-Identifier: BSL-1.0
// A graph that is built once, as data say which instrument it is, and replayed in a Monte Carlo: the value of an option
// on the mean of a stock's price, with its derivatives by price and volatility.
#include <pullback/dynamic.hpp>
#include <pullback/dynamic/record.hpp>

#include <cmath>
#include <cstddef>
#include <cstdio>
#include <random>
#include <string>
#include <vector>

namespace dynamic = pullback::dynamic;

int main() {
    const std::string kind = "call"; // as a file might say
    const std::size_t steps = 12;
    const double rate = 0.03, dt = 1.0 / double(steps);

    // Variables of a run-time graph, with any data: what is built is what counts.
    const dynamic::variable price{100.0}, volatility{0.2};
    const std::vector<dynamic::variable<double>> shocks(steps);
    dynamic::variable now = price * 1.0, sum = 0.0;
    for (const auto& shock : shocks) {
        now = now * exp((rate - 0.5 * square(volatility)) * dt + volatility * std::sqrt(dt) * shock);
        sum = sum + now;
    }
    const auto gain = kind == "call" ? sum / double(steps) - 100.0 : 100.0 - sum / double(steps);
    const auto payoff = std::exp(-rate) * max(gain, 0.0);

    // The graph as a function of three arguments. Constants of the graph, as dt, are constants of the function.
    const auto path = pullback::record(payoff, price, volatility, shocks);
    const auto greeks = pullback::value_and_gradient(path, pullback::wrt<0, 1>);
    auto memory = greeks.workspace();

    std::mt19937 random(1);
    const auto uniform = [&] { return (double(random() >> 5) + 0.5) / double(1u << 27); };
    const int paths = 20000;
    double value = 0, delta = 0, vega = 0;
    std::vector<double> z(steps);
    for (int i = 0; i < paths; ++i) {
        for (std::size_t k = 0; k < steps; k += 2) { // normal numbers after Box and Muller
            const double radius = std::sqrt(-2 * std::log(uniform())), angle = 6.283185307179586 * uniform();
            z[k] = radius * std::cos(angle);
            z[k + 1] = radius * std::sin(angle);
        }
        const auto [one, slopes] = greeks.call(memory, 100.0, 0.2, z);
        const auto& [by_price, by_volatility] = slopes;
        value += one / paths;
        delta += by_price / paths;
        vega += by_volatility / paths;
    }
    std::printf("value %.1f, delta %.2f, vega %.0f\n", value, delta, vega);
}
