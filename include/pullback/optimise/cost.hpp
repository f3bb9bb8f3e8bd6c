// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_OPTIMISE_COST_HPP
#define PULLBACK_OPTIMISE_COST_HPP

#include <pullback/functions/elementary.hpp>
#include <pullback/program/literal.hpp>
#include <pullback/program/operation.hpp>
#include <pullback/program/program.hpp>
#include <pullback/program/walks.hpp>
#include <pullback/program/workspace.hpp>

namespace pullback::engine::optimise {

constexpr bool is_sum_role(row_role role) { return role == row_role::add || role == row_role::subtract; }
constexpr bool is_product_role(row_role role) { return role == row_role::multiply || role == row_role::square; }

/// What an instruction costs alone, in about the time of an addition.
constexpr int cost_of(const operation* function) { return function->role == row_role::divide ? 4 : 1; }

/// What a program costs: a product that is added to something costs nothing, as processors do both at once.
constexpr int cost_of(const program_view& from) {
    workspace<int> uses(from.node_count());
    count_uses(from, uses.data());
    const auto is_fusible = [&](int operand) {
        return from.is_computed(operand) && uses[operand] == 1 &&
               is_product_role(from.maker_of(operand).function->role);
    };
    int cost = 0;
    for (const instruction& step : from.steps()) {
        cost += cost_of(step.function);
        if (is_sum_role(step.function->role) && (is_fusible(step.operands[0]) || is_fusible(step.operands[1]))) --cost;
    }
    return cost;
}

} // namespace pullback::engine::optimise

#endif
