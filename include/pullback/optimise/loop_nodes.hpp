// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_OPTIMISE_LOOP_NODES_HPP
#define PULLBACK_OPTIMISE_LOOP_NODES_HPP

#include <pullback/functions/elementary.hpp>
#include <pullback/functions/row_facts.hpp>
#include <pullback/program/loops.hpp>
#include <pullback/program/program.hpp>
#include <pullback/record/index_set.hpp>
#include <pullback/record/loop_recorder.hpp>

namespace pullback::engine::optimise {

using record::index_set;

/// What the formation of loops asks of a node, again and again.
struct loop_node {
    bool is_known = true; // has been computed where the loops lead to that are being formed; inputs always are
    bool is_condition = false, is_reduction = false;
    bool is_state = false, is_read = false; // of an ordered loop, and in other turns of one
    index_set indices = 0;                  // that it depends on
    int arity = 0;
    const int* operands = nullptr;
    int cost = 0;      // of computing it, when its operands are there
    int array_of = -1; // that keeps it
};

/// What costs more than this is kept where another loop needs it again, and not computed again.
inline constexpr int most_computed_again = 6;

/// What a node costs, in units of an addition; only whether it is worth keeping depends on it.
constexpr int cost_of_node(const instruction& made_by, loop_step step) {
    switch (step) {
        case loop_step::none: break;
        case loop_step::element:
        case loop_step::extent:
        case loop_step::index: return 1;
        default: return 100;
    }
    switch (made_by.function->role) {
        case row_role::negate:
        case row_role::add:
        case row_role::subtract:
        case row_role::multiply:
        case row_role::square: return 1;
        case row_role::select: return 2;
        case row_role::divide: return 5;
        default: return kind_of(made_by) == value_kind::truth ? 1 : 20;
    }
}

/// Finds it for all nodes of a program, which were given the facts of an input.
constexpr void find_loop_nodes(const auto& from, loop_node* nodes) {
    const int size = from.node_count - from.input_count;
    for (int i = 0; i < size; ++i) {
        const instruction& step = from.straight.code[i];
        loop_node& node = nodes[from.node_of(i)];
        node.is_known = false;
        node.is_condition = kind_of(step) == value_kind::truth;
        const loop_step loop = from.steps[i];
        if (loop != loop_step::none) {
            node.is_reduction = engine::is_reduction(loop);
            node.is_state = engine::is_of_state(loop);
            node.is_read = loop == loop_step::at_turn;
        }
        node.indices = from.sets[i];
        node.arity = step.function->arity;
        node.operands = step.operands;
        node.cost = optimise::cost_of_node(step, loop);
    }
}

} // namespace pullback::engine::optimise

#endif
