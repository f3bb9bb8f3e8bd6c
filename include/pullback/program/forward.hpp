// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_PROGRAM_FORWARD_HPP
#define PULLBACK_PROGRAM_FORWARD_HPP

#include <pullback/program/inline.hpp>

namespace pullback::detail {

/// One forward sweep over `from`, whose node `i` is `nodes[i]` in the program being written. `tangents` holds the inputs' tangents on
/// entry and every node's on return. A tangent is what the backward rule gives for the adjoint `dx`: rule k is linear in
/// its adjoint and its k-th answer is ∂y/∂x_k times it, so forward mode needs no rules of its own.
constexpr void forward_sweep(const program_view& from, const recorded* nodes, recorded* tangents) {
    recorded operands[3], contributions[3];
    for (int i = 0; i < from.size; ++i) {
        const instruction& step = from.code[i];
        const int node = from.input_count + i, arity = step.function->arity;
        tangents[node] = recorded();
        if (step.function->is_condition) continue;
        for (int k = 0; k < arity; ++k) {
            const int operand = step.operands[k];
            operands[k] = operand >= 0 ? nodes[operand] : recorded::literal_in(nodes[node].target(), from.literals[-operand - 1]);
        }
        for (int k = 0; k < arity; ++k) {
            const int operand = step.operands[k];
            if (operand < 0 || tangents[operand].is_literal(0)) continue;
            step.function->pullback(operands, nodes[node], tangents[operand], contributions);
            recorded& tangent = tangents[node];
            tangent = tangent.is_literal(0) ? contributions[k] : tangent + contributions[k];
        }
    }
}

} // namespace pullback::detail

#endif
