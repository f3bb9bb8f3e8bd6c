// SPDX-License-Identifier: BSL-1.0
// Heat in a rod by explicit steps: how warm one end is after some time, and how that depends on the temperatures at the
// beginning and on the conductivity.
#include <pullback.hpp>

#include <cstdio>
#include <vector>

// The temperatures of the cells after so many steps. One end of the rod is held at 20, the other one is insulated.
constexpr auto heated = [](const auto& temperatures, const auto& conductivity, const auto& steps) {
    return repeat(steps, temperatures, [&](const auto& u) {
        const auto last = u[u.size() - 1];
        return map(shifted(u, -1, 20.0), u, shifted(u, 1, last),
                   [=](const auto& left, const auto& here, const auto& right) {
                       return here + conductivity * (left - 2 * here + right);
                   });
    });
};

constexpr auto at_the_end =
    pullback::function([](const auto& temperatures, const auto& conductivity, const auto& steps) {
        const auto u = heated(temperatures, conductivity, steps);
        return u[u.size() - 1];
    });

int main() {
    const std::vector<double> temperatures(8, 100.0);
    const pullback::step_count steps(200);

    const auto [value, gradient] =
        pullback::value_and_gradient(at_the_end, pullback::wrt<0, 1>)(temperatures, 0.25, steps);
    const auto& [by_temperatures, by_conductivity] = gradient;
    std::printf("%.4f at the end\n", value);
    std::printf("by the temperatures:");
    for (const double each : by_temperatures) std::printf(" %.4f", each);
    std::printf("\nby the conductivity: %.4f\n", by_conductivity);

    // A measured temperature tells the conductivity, by Newton's method.
    double conductivity = 0.25;
    for (int i = 0; i < 6; ++i) {
        const auto [reached, slope] =
            pullback::value_and_gradient(at_the_end, pullback::wrt<1>)(temperatures, conductivity, steps);
        conductivity -= (reached - 45) / slope;
    }
    std::printf("45 degrees tell a conductivity of %.6f\n", conductivity);
}
