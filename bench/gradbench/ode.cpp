// SPDX-License-Identifier: BSL-1.0
#include "../functions/chain_of_rates.hpp"
#include "protocol.hpp"

#include <pullback.hpp>
#include <pullback/lanes.hpp>

#include <utility>

// y₀' = x₀ and yᵢ' = xᵢ yᵢ₋₁, from y = 0, by s steps of the method of Runge and Kutta to the time 2; and the gradient
// of the last component.

namespace {

constexpr auto primal = pullback::function([](const auto& x, const auto& steps) {
    return map(functions::chain_of_rates(x, steps, 2), [](const auto& y) { return y; });
});
constexpr auto last = pullback::function([](const auto& x, const auto& steps) {
    const auto end = functions::chain_of_rates(x, steps, 2);
    return end[end.size() - 1];
});

gradbench::module answers() {
    using namespace gradbench;
    const auto read = [](const json& input) {
        return std::pair{input.at("x").get<numbers>(), pullback::step_count(input.at("s").get<int>())};
    };
    const auto of_both = [](const auto& called, const auto&... policy) {
        return [=](const auto& read_input) { return called(policy..., read_input.first, read_input.second); };
    };
    constexpr auto gradient = pullback::gradient(last, pullback::wrt<0>);
    return {{"primal", answered(read, of_both(primal))},
            {"gradient", answered(read, of_both(gradient))},
            {"gradient unseq", answered(read, of_both(gradient, pullback::unseq))}};
}

const gradbench::evaluation added("ode", answers());

} // namespace
