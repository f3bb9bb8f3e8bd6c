// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BENCH_FUNCTIONS_CHAIN_OF_RATES_HPP
#define PULLBACK_BENCH_FUNCTIONS_CHAIN_OF_RATES_HPP

#include <pullback.hpp>

namespace functions {

/// yᵢ' = xᵢ yᵢ₋₁, where y₋₁ is 1, from y = 0 by steps of the method of Runge and Kutta of fourth order: y at `time`.
inline constexpr auto chain_of_rates = [](const auto& x, const auto& steps, double time) {
    const auto h = time / steps.size();
    const auto slope = [&](const auto& y) {
        return map(x, shifted(y, -1, 1.0), [](const auto& a, const auto& b) { return a * b; });
    };
    const auto moved = [](const auto& y, const auto& k, const auto& by) {
        return map(y, k, [=](const auto& a, const auto& b) { return a + by * b; });
    };
    return repeat(steps, map(x, [](const auto& each) { return 0 * each; }), [&](const auto& y) {
        const auto k1 = slope(y);
        const auto k2 = slope(moved(y, k1, h / 2));
        const auto k3 = slope(moved(y, k2, h / 2));
        const auto k4 = slope(moved(y, k3, h));
        return map(y, k1, k2, k3, k4, [=](const auto& a, const auto& b, const auto& c, const auto& d, const auto& e) {
            return a + h / 6 * (b + 2 * (c + d) + e);
        });
    });
};

} // namespace functions

#endif
