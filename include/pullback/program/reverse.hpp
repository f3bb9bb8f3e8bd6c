// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_PROGRAM_REVERSE_HPP
#define PULLBACK_PROGRAM_REVERSE_HPP

#include <pullback/program/inline.hpp>
#include <pullback/program/one_sided.hpp>

namespace pullback::detail {

/// Which nodes of `from` depend on an input marked in `is_wanted`.
constexpr void mark_active(const program_view& from, const bool* is_wanted, bool* is_active) {
    for (int i = 0; i < from.input_count; ++i) is_active[i] = is_wanted[i];
    for (int i = 0; i < from.size; ++i) {
        const instruction& step = from.code[i];
        bool active = false;
        if (!step.function->is_condition)
            for (int k = 0; k < step.function->arity; ++k)
                active = active || (step.operands[k] >= 0 && is_active[step.operands[k]]);
        is_active[from.input_count + i] = active;
    }
}

/// Steps `first` to `last` of a reverse sweep over `from`, whose node `i` is `nodes[i]` in the program being written;
/// step 0 is at the last instruction. `adjoints[i]` is the adjoint of node `i`: before the sweep the seeds of the
/// outputs, after it the inputs' adjoints. A literal zero is "no adjoint": nothing is recorded for it. Baur and
/// Strassen, "The complexity of partial derivatives" (1983): at most a small multiple of the size of `from`.
constexpr void reverse_sweep(const program_view& from, int first, int last, const recorded* nodes,
                             const bool* is_active, const bool* is_maybe_infinite, recorded* adjoints) {
    recorded operands[3], contributions[3];
    for (int i = from.size - 1 - first; i >= from.size - last; --i) {
        const int node = from.input_count + i;
        if (!is_active[node] || adjoints[node].is_literal(0)) continue;
        const instruction& step = from.code[i];
        const int arity = step.function->arity;
        for (int k = 0; k < arity; ++k) {
            const int operand = step.operands[k];
            operands[k] =
                operand >= 0 ? nodes[operand] : recorded::literal_in(nodes[node].target(), from.literals[-operand - 1]);
        }
        if (is_maybe_infinite[node]) pull_back(step.function, operands, nodes[node], adjoints[node], contributions);
        else step.function->pullback(operands, nodes[node], adjoints[node], contributions);
        for (int k = 0; k < arity; ++k) {
            const int operand = step.operands[k];
            if (operand < 0 || !is_active[operand]) continue;
            recorded& adjoint = adjoints[operand];
            adjoint = adjoint.is_literal(0) ? contributions[k]
                                            : sum_of(adjoint, contributions[k], is_maybe_infinite[operand]);
        }
    }
}

} // namespace pullback::detail

#endif
