// SPDX-License-Identifier: BSL-1.0
#include "protocol.hpp"

#include <pullback.hpp>
#include <pullback/lanes.hpp>

// log Σ exp xᵢ

namespace {

constexpr auto objective = pullback::function([](const auto& x) { return log_sum_exp(x); });

gradbench::module answers() {
    using namespace gradbench;
    const auto read = [](const json& input) { return input.at("x").get<numbers>(); };
    const auto gradient = pullback::gradient(objective);
    const auto with = [=](const numbers& x, const auto& policy) { return gradient(policy, x); };
    return with_threads(
        {{"primal", answered(read, objective)},
         {"gradient", answered(read, gradient)},
         {"gradient unseq", answered(read, [=](const numbers& x) { return with(x, pullback::unseq); })}},
        "gradient", read, with);
}

const gradbench::evaluation added("lse", answers());

} // namespace
