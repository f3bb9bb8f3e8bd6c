// SPDX-License-Identifier: BSL-1.0
#include "protocol.hpp"

#include <pullback.hpp>

// log Σ exp xᵢ

namespace {

constexpr auto objective = pullback::function([](const auto& x) { return log_sum_exp(x); });

} // namespace

gradbench::module gradbench::log_sum_exp() {
    const auto read = [](const json& input) { return input.at("x").get<numbers>(); };
    return {{"primal", answered(read, objective)}, {"gradient", answered(read, pullback::gradient(objective))}};
}
