// SPDX-License-Identifier: BSL-1.0
#include "../functions/chain_of_rates.hpp"

#include <pullback.hpp>

#include <vector>

// Value and gradient of the last of n components after some steps of the method of Runge and Kutta, as in
// ../loops/ode.cpp.

namespace {

constexpr auto function = pullback::function([](const auto& x, const auto& steps) {
    const auto end = functions::chain_of_rates(x, steps, 1);
    return end[end.size() - 1];
});

} // namespace

auto value_and_gradient(const std::vector<double>& x, int steps) {
    return pullback::value_and_gradient(function, pullback::wrt<0>)(x, pullback::step_count(steps));
}
