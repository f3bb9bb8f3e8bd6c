// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_OPTIMISE_COST_HPP
#define PULLBACK_OPTIMISE_COST_HPP

#include <pullback/program/literal.hpp>
#include <pullback/program/program.hpp>
#include <pullback/program/workspace.hpp>

namespace pullback::engine::optimise {

constexpr bool is_sum_role(row_role role) { return role == row_role::add || role == row_role::subtract; }
constexpr bool is_product_role(row_role role) { return role == row_role::multiply || role == row_role::square; }

/// What an instruction costs alone, in about the time of an addition.
constexpr int cost_of(const operation* function) { return function->role == row_role::divide ? 4 : 1; }

/// What a program costs: a product that is added to something costs nothing, as processors do both at once.
constexpr int cost_of(const program_view& from) {
    const int inputs = from.input_count;
    workspace<int> uses(inputs + from.size);
    for (int i = 0; i < from.size; ++i)
        for (int k = 0; k < from.code[i].function->arity; ++k)
            if (from.code[i].operands[k] >= 0) ++uses[from.code[i].operands[k]];
    for (int i = 0; i < from.output_count; ++i)
        if (from.outputs[i] >= 0) ++uses[from.outputs[i]];
    const auto is_fusible = [&](int operand) {
        return operand >= inputs && uses[operand] == 1 && is_product_role(from.code[operand - inputs].function->role);
    };
    int cost = 0;
    for (int i = 0; i < from.size; ++i) {
        const instruction& step = from.code[i];
        cost += cost_of(step.function);
        if (is_sum_role(step.function->role) && (is_fusible(step.operands[0]) || is_fusible(step.operands[1]))) --cost;
    }
    return cost;
}

} // namespace pullback::engine::optimise

#endif
