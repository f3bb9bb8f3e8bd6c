// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DIFFERENTIATE_LOCAL_PARTIALS_HPP
#define PULLBACK_DIFFERENTIATE_LOCAL_PARTIALS_HPP

#include <pullback/functions/elementary.hpp>
#include <pullback/functions/row_facts.hpp>
#include <pullback/program/buffer.hpp>
#include <pullback/program/operation.hpp>
#include <pullback/program/program.hpp>
#include <pullback/program/workspace.hpp>
#include <pullback/record/recorded_scalar.hpp>
#include <pullback/record/recorder.hpp>
#include <pullback/record/stages.hpp>

// Tensors of higher order need partial derivatives of single instructions: such as cos x for sin x, and its
// derivatives.

namespace pullback::engine::differentiate {

/// Whether the higher derivatives of a call follow from those of its operands by a formula of their own; those of any
/// other function follow from its partial derivatives.
constexpr bool has_own_formula(const operation* function) {
    switch (function->role) {
        case row_role::negate:
        case row_role::square:
        case row_role::add:
        case row_role::subtract:
        case row_role::multiply:
        case row_role::divide:
        case row_role::select: return true;
        default: return kind_of(function) == value_kind::truth;
    }
}

/// A program that also computes what the higher derivatives of its outputs are made of: `partials[i][k]` is the partial
/// derivative of instruction `i` by its operand `k`, where the function has no formula of its own.
template <int Capacity, int Outputs>
struct program_with_partials {
    program_buffer<Capacity, Outputs> program;
    int partials[Capacity][most_operands]{};
};

// Finds to which order the derivatives of each node are needed; true if nothing has changed.
constexpr bool raise_orders(const record::recorder& target, const int (*partials)[most_operands],
                            const bool* has_partials, int* orders) {
    bool is_final = true;
    const auto raise = [&](int operand, int order) {
        if (!is_literal(operand) && orders[operand] < order) {
            orders[operand] = order;
            is_final = false;
        }
    };
    const program_view from = target.view();
    for (int i = from.size - 1; i >= 0; --i) {
        const int order = orders[from.node_of(i)];
        if (order <= 0) continue;
        const instruction& step = from.code[i];
        for (int k = first_number_operand(step.function); k < step.function->arity; ++k) {
            raise(step.operands[k], order);
            if (has_partials[i]) raise(partials[i][k], order - 1);
        }
    }
    return is_final;
}

template <class Built, int Order, int Capacity>
constexpr auto add_partials() {
    constexpr program_view from = Built::code.view();
    program_with_partials<Capacity, from.output_count> result;
    record::recorder target(result.program, from.input_count);
    target.take_over(from);
    workspace<int> orders(from.input_count + Capacity);
    workspace<bool> has_partials(Capacity);
    for (int i = 0; i < from.output_count; ++i) {
        result.program.outputs[i] = from.outputs[i];
        if (!is_literal(from.outputs[i])) orders[from.outputs[i]] = Order;
    }
    // The partial derivatives are nodes too, and may need some of their own.
    for (int known = -1; known < target.size();) {
        known = target.size();
        while (!raise_orders(target, result.partials, has_partials.data(), orders.data())) {
        }
        for (int i = 0; i < known; ++i) {
            const int node = from.node_of(i);
            const instruction step = *target.instruction_of(node);
            if (orders[node] <= 0 || has_partials[i] || has_own_formula(step.function)) continue;
            recorded operands[most_operands], contributions[most_operands];
            for (int k = 0; k < step.function->arity; ++k) operands[k] = recorded(target, step.operands[k]);
            step.function->pullback(operands, recorded(target, node), recorded::literal_in(&target, 1), contributions);
            for (int k = 0; k < step.function->arity; ++k) result.partials[i][k] = contributions[k].operand_in(target);
            has_partials[i] = true;
        }
        if (target.overflow()) break;
    }
    target.finish(result.program);
    return result;
}

template <class Built, int Order, int Capacity>
inline constexpr auto attempted_partials = add_partials<Built, Order, Capacity>();

template <class Built, int Order, int Capacity>
consteval int capacity_with_partials() {
    if constexpr (attempted_partials<Built, Order, Capacity>.program.overflow)
        return capacity_with_partials<Built, Order, 2 * Capacity>();
    else return Capacity;
}

/// `Built` with what its derivatives up to `Order` are made of.
template <class Built, int Order>
inline constexpr const auto& with_partials =
    attempted_partials<Built, Order, capacity_with_partials<Built, Order, 2 * Built::code.size + 64>()>;

} // namespace pullback::engine::differentiate

#endif
