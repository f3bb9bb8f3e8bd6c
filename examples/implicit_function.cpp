// SPDX-License-Identifier: BSL-1.0
// Kepler's equation E - e sin E = M: the solution is found by steps that are not differentiated.
#include <pullback.hpp>

#include <cstdio>

constexpr auto anomaly = pullback::function([](const auto& e, const auto& M) {
    auto E = M; // the eccentric anomaly, by Newton's method
    for (int step = 0; step < 5; ++step) E -= (E - e * sin(E) - M) / (1 - e * cos(E));
    return root(E, [&](const auto& x) { return x - e * sin(x) - M; });
});

int main() {
    const auto [E, slope] = pullback::value_and_gradient(anomaly)(0.3, 1.0);
    const auto [by_e, by_M] = slope;
    std::printf("%.9f: %.9f %.9f\n", E, by_e, by_M);
    const auto H = pullback::hessian(anomaly)(0.3, 1.0);
    std::printf("%.9f %.9f %.9f\n", get<0>(get<0>(H)), get<1>(get<0>(H)), get<1>(get<1>(H)));
    const auto cost_of_value = pullback::cost<double, double>(anomaly);
    const auto cost_of_both = pullback::cost<double, double>(pullback::value_and_gradient(anomaly));
    std::printf("%d calls and %d divisions, with derivatives %d and %d\n", cost_of_value.functions,
                cost_of_value.divisions, cost_of_both.functions, cost_of_both.divisions);
}
