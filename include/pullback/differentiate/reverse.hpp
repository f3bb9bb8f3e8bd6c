// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DIFFERENTIATE_REVERSE_HPP
#define PULLBACK_DIFFERENTIATE_REVERSE_HPP

#include <pullback/differentiate/one_sided.hpp>
#include <pullback/functions/row_facts.hpp>
#include <pullback/program/array_view.hpp>
#include <pullback/program/operation.hpp>
#include <pullback/program/program.hpp>
#include <pullback/program/walks.hpp>
#include <pullback/record/inline.hpp>
#include <pullback/record/recorded_scalar.hpp>

namespace pullback::engine::differentiate {

/// Which nodes of `from` depend on an input marked in `is_wanted`. Precondition: no node is marked yet.
constexpr void mark_active(const program_view& from, const bool* is_wanted, bool* is_active) {
    for (int i = 0; i < from.input_count; ++i) is_active[i] = is_wanted[i];
    engine::mark_dependent(from, is_active, [](const instruction& step) { return kind_of(step) != value_kind::truth; });
}

/// Steps `first` to `last` of a reverse sweep over `from`, whose node `i` is `nodes[i]` in the program being written;
/// step 0 is at the last instruction. `adjoints[i]` is the adjoint of node `i`: before the sweep the seeds of the
/// outputs, after it the inputs' adjoints. A literal zero is "no adjoint": nothing is recorded for it. Baur and
/// Strassen, "The complexity of partial derivatives" (1983): at most a small multiple of the size of `from`.
///
/// An adjoint may be 0 at run time because a cotangent is, and such a result has no part, also where a derivative is
/// infinite. `counts`, if there is one, holds for each output the condition that its cotangent is not 0, and then for
/// each node whose adjoint so far is computed without infinities, so that it is 0 unless the condition holds; 0 is "not
/// known". What may be infinite, marked in `is_singular`, makes one-sided adjoints of these.
struct reverse_sweep {
    const program_view& from;
    const recorded* nodes;
    const bool* is_active;
    const bool* is_maybe_infinite;
    recorded* adjoints;
    const bool* is_singular = nullptr;
    recorded* counts = nullptr;

    constexpr void run(int first, int last) const {
        recorded operands[most_operands], contributions[most_operands];
        for (int i = from.size - 1 - first; i >= from.size - last; --i) {
            const int node = from.node_of(i);
            if (is_active[node] && !adjoints[node].is_literal(0)) visit(i, operands, contributions);
        }
    }

    /// Adds to the adjoints of an instruction's operands, with room for the most that there can be. Precondition: it is
    /// active and has an adjoint.
    constexpr void visit(int i, recorded* operands, recorded* contributions) const {
        const int node = from.node_of(i);
        const instruction& step = from.code[i];
        record::read_operands(from, step, nodes, nodes[node].target(), operands);
        if (is_maybe_infinite[node]) pull_back(step.function, operands, nodes[node], adjoints[node], contributions);
        else step.function->pullback(operands, nodes[node], adjoints[node], contributions);
        const array_view<int> receivers = from.operands_of(step);
        for (int k = 0; k < receivers.count; ++k) {
            const int operand = receivers.at[k];
            if (operand < 0 || !is_active[operand]) continue;
            if (is_known(node)) add_counted(step, k, contributions[k], record::as_condition(counts[node]));
            else if (is_known(operand)) add_to_counted(operand, contributions[k]);
            else add(operand, contributions[k]);
        }
    }

private:
    constexpr bool is_known(int node) const { return counts != nullptr && !counts[node].is_literal(); }

    constexpr void add(int operand, const recorded& contribution) const {
        recorded& adjoint = adjoints[operand];
        adjoint = adjoint.is_literal(0) ? contribution : sum_of(adjoint, contribution, is_maybe_infinite[operand]);
    }

    // Makes a one-sided adjoint of one with a condition.
    constexpr void add_to_counted(int operand, const recorded& contribution) const {
        adjoints[operand] = select_where(record::as_condition(counts[operand]), adjoints[operand]);
        counts[operand] = recorded();
        add(operand, contribution);
    }

    constexpr void add_counted(const instruction& step, int k, const recorded& contribution,
                               const recorded_condition& condition) const {
        const int operand = step.operands[k];
        const bool is_finite = has_finite_partial(step, k, is_singular), is_first = adjoints[operand].is_literal(0);
        if (is_finite && !is_singular[operand]) return add(operand, contribution);
        if (is_finite && (is_first || is_known(operand))) {
            add(operand, contribution);
            counts[operand] = is_first ? record::as_operand(condition)
                                       : record::as_operand(either(record::as_condition(counts[operand]), condition));
            return;
        }
        const recorded sided = select_where(condition, contribution);
        if (is_known(operand)) add_to_counted(operand, sided);
        else add(operand, sided);
    }
};

} // namespace pullback::engine::differentiate

#endif
