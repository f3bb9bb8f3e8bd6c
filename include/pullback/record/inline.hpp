// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_RECORD_INLINE_HPP
#define PULLBACK_RECORD_INLINE_HPP

#include <pullback/program/array_view.hpp>
#include <pullback/program/program.hpp>
#include <pullback/record/recorded.hpp>
#include <pullback/record/recorded_scalar.hpp>
#include <pullback/record/recorder.hpp>

namespace pullback::engine::record {

/// What an operand of `from` is in the program that `target` writes, whose `nodes[i]` is node `i` of `from`; null where
/// all is literal.
constexpr recorded value_of(const program_view& from, int operand, const recorded* nodes, recorder* target) {
    return is_literal(operand) ? recorded::literal_in(target, from.literal_at(operand)) : nodes[operand];
}

/// The same of all operands of an instruction, with room for the most that there can be.
constexpr void read_operands(const program_view& from, const instruction& step, const recorded* nodes, recorder* target,
                             recorded* operands) {
    const array_view<int> of_step = from.operands_of(step);
    for (int k = 0; k < of_step.count; ++k) {
        const int operand = of_step.at[k];
        operands[k] = operand >= 0 ? nodes[operand] : recorded::literal_in(target, from.literal_at(operand));
    }
}

/// Writes instructions `first` to `last` of `from` into another program. `nodes[i]` is what node `i` of `from` has
/// become; the caller has set the inputs. `target` may be null where all inputs are literals. Linear in the number of
/// instructions.
constexpr void inline_range(const program_view& from, int first, int last, recorded* nodes, recorder* target) {
    recorded operands[most_operands];
    for (int i = first; i < last; ++i) {
        const instruction& step = from.code[i];
        record::read_operands(from, step, nodes, target, operands);
        if (target != nullptr) target->set_primal(step.is_primal);
        nodes[from.node_of(i)] = record_again(step.function, operands);
    }
    if (target != nullptr) target->set_primal(true);
    if (target != nullptr) target->note_literals_of(from);
}

/// Writes all instructions of `from` into another program, as `inline_range` does.
constexpr void inline_program(const program_view& from, recorded* nodes, recorder* target) {
    inline_range(from, 0, from.size, nodes, target);
}

/// Result `row` of `from`, whose node `i` is `nodes[i]` in the program that `target` writes; null where all is literal.
constexpr recorded output_of(const program_view& from, int row, const recorded* nodes, recorder* target) {
    return value_of(from, from.outputs[row], nodes, target);
}

/// The operand for result `row` of `from` in the program that `target` writes.
constexpr int output_operand(const program_view& from, int row, const recorded* nodes, recorder& target) {
    return output_of(from, row, nodes, &target).operand_in(target);
}

/// The operands for all.
constexpr void write_outputs(const program_view& from, const recorded* nodes, recorder& target, int* outputs) {
    for (int row = 0; row < from.output_count; ++row) outputs[row] = output_operand(from, row, nodes, target);
}

/// Writes `from` as it is.
constexpr void write_as_it_is(const program_view& from, recorder& target, int* outputs) {
    target.take_over(from);
    for (int row = 0; row < from.output_count; ++row) outputs[row] = from.outputs[row];
}

/// Makes the inputs of `from` inputs of the program that `target` writes.
constexpr void enter_inputs(const program_view& from, recorded* nodes, recorder& target) {
    for (int i = 0; i < from.input_count; ++i) nodes[i] = recorded(target, i);
}

/// Names the nodes of `from` in the program that `target` writes, which has taken it over with `extra` inputs after the
/// first `arguments`.
constexpr void name_nodes(const program_view& from, recorded* nodes, int arguments, int extra, recorder& target) {
    const int count = from.node_count();
    for (int i = 0; i < count; ++i) nodes[i] = recorded(target, i < arguments ? i : i + extra);
}

} // namespace pullback::engine::record

#endif
