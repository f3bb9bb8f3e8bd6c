// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DIFFERENTIATE_FORWARD_HPP
#define PULLBACK_DIFFERENTIATE_FORWARD_HPP

#include <pullback/differentiate/one_sided.hpp>
#include <pullback/differentiate/tangent_of_operand.hpp>
#include <pullback/functions/row_facts.hpp>
#include <pullback/program/array_view.hpp>
#include <pullback/program/operation.hpp>
#include <pullback/program/program.hpp>
#include <pullback/program/walks.hpp>
#include <pullback/record/inline.hpp>
#include <pullback/record/recorded_scalar.hpp>

namespace pullback::engine::differentiate {

/// The nodes of `from` whose tangents stay one-sided, as what may be infinite multiplies them there or later on.
constexpr void mark_sided(const program_view& from, const bool* is_maybe_infinite, bool* is_sided) {
    const auto is_visited = [=](int node, const instruction&) { return is_maybe_infinite[node] || is_sided[node]; };
    const auto is_followed = [=](int node, const instruction& step, int k) {
        return k >= first_number_operand(step.function) &&
               (is_sided[node] || !has_finite_partial(step, k, is_maybe_infinite));
    };
    engine::mark_needed(from, is_sided, is_visited, is_followed);
}

/// Steps `first` to `last` of a forward sweep over `from`, one for each instruction, whose node `i` is `nodes[i]` in
/// the program being written. `tangents` holds the inputs' tangents before the sweep and, after it, that of every node
/// marked in `is_needed`, with which come the nodes it depends on.
///
/// A tangent may be 0 at run time because a component of the direction is, and an input that is held fixed contributes
/// nothing, also where a derivative is infinite. `moves`, if there is one, holds for each input the condition that it
/// moves, and then for each node that some input that it depends on does: unless it holds, the tangent is 0. A literal
/// is "not known". What is multiplied by what may be infinite, marked in `is_maybe_infinite`, is selected then.
struct forward_sweep {
    const program_view& from;
    const recorded* nodes;
    const bool* is_needed;
    const bool* is_maybe_infinite;
    const bool* is_sided;
    recorded* tangents;
    recorded* moves = nullptr;

    constexpr void run(int first, int last) const {
        for (int i = first; i < last; ++i) {
            const int node = from.node_of(i);
            tangents[node] = recorded();
            if (kind_of(from.code[i]) == value_kind::truth || !is_needed[node]) continue;
            const array_view<int> operands = from.operands_of(from.code[i]);
            for (int k = 0; k < operands.count; ++k)
                if (is_moving(operands.at[k])) {
                    visit(i);
                    break;
                }
        }
    }

    /// Adds to the tangent of an instruction what its operands contribute. Precondition: it is 0, and the instruction
    /// is no condition.
    constexpr void visit(int i) const {
        const instruction& step = from.code[i];
        const int node = from.node_of(i);
        const array_view<int> numbers = from.operands_of(step);
        recorded operands[most_operands];
        record::read_operands(from, step, nodes, nodes[node].target(), operands);
        recorded_condition moving = false;
        for (int k = 0; k < numbers.count; ++k) {
            const int operand = numbers.at[k];
            if (!is_moving(operand)) continue;
            const recorded& dx = tangents[operand];
            recorded added;
            if (moves == nullptr || moves[operand].is_literal()) {
                added = is_sided[operand] ? sided_tangent_by(step.function, k, operands, nodes[node], dx)
                                          : tangent_by(step.function, k, operands, nodes[node], dx);
            } else {
                const recorded_condition moved = record::as_condition(moves[operand]);
                if (is_where(moved, dx)) {
                    added = sided_tangent_by(step.function, k, operands, nodes[node], dx);
                } else {
                    added = tangent_by(step.function, k, operands, nodes[node], dx);
                    if (is_maybe_infinite[node] && !has_finite_partial(step, k, is_maybe_infinite))
                        added = select_where(moved, added);
                }
                if (is_sided[node]) moving = either(moving, where_taken(moved, added));
            }
            recorded& tangent = tangents[node];
            tangent = tangent.is_literal(0) ? added : sum_of(tangent, added, is_sided[node] && moves == nullptr);
        }
        if (moves != nullptr) moves[node] = record::as_operand(moving);
    }

private:
    constexpr bool is_moving(int operand) const { return operand >= 0 && !tangents[operand].is_literal(0); }
};

} // namespace pullback::engine::differentiate

#endif
