// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_PROGRAM_INLINE_HPP
#define PULLBACK_PROGRAM_INLINE_HPP

#include <pullback/program/recorded.hpp>

namespace pullback::detail {

/// Writes the program `from` into another one. `nodes[i]` is what node `i` of `from` has become; the caller has set the
/// inputs. `target` may be null where all inputs are literals. Linear in the size of `from`.
constexpr void inline_program(const program_view& from, recorded* nodes, recorder* target) {
    recorded operands[3];
    for (int i = 0; i < from.size; ++i) {
        const instruction& step = from.code[i];
        for (int k = 0; k < step.function->arity; ++k) {
            const int operand = step.operands[k];
            operands[k] = operand >= 0 ? nodes[operand] : recorded::literal_in(target, from.literals[-operand - 1]);
        }
        nodes[from.input_count + i] = record_again(step.function, operands);
    }
    if (from.has_rounded_literals && target != nullptr) target->note_rounded_literal();
}

/// The same for a program whose inputs become distinct nodes: nothing new can fold or simplify, so instructions are copied.
constexpr void copy_program(const program_view& from, recorded* nodes, recorder& target) {
    for (int i = 0; i < from.size; ++i) {
        const instruction& step = from.code[i];
        int operands[3] = {0, 0, 0};
        for (int k = 0; k < step.function->arity; ++k) {
            const int operand = step.operands[k];
            operands[k] =
                operand >= 0 ? nodes[operand].operand() : target.record_literal(from.literals[-operand - 1]);
        }
        nodes[from.input_count + i] =
            recorded(target, target.record(step.function, operands[0], operands[1], operands[2]));
    }
    if (from.has_rounded_literals) target.note_rounded_literal();
}

} // namespace pullback::detail

#endif
