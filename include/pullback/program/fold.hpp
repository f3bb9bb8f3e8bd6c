// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_PROGRAM_FOLD_HPP
#define PULLBACK_PROGRAM_FOLD_HPP

#include <pullback/program/build.hpp>
#include <pullback/program/inline.hpp>

namespace pullback::detail {

/// The program `Built` with functions of literals computed, in the precision of a literal, and constant factors joined.
template <class Built>
struct folding {
    static constexpr int input_count = Built::code.input_count;
    static constexpr int output_count = Built::code.output_count;
    static constexpr int capacity = Built::code.size + 16;

    static constexpr void write(recorder& target, int* outputs) {
        constexpr program_view from = Built::code.view();
        target.allow_rounding();
        workspace<recorded> nodes(from.input_count + from.size);
        enter_inputs(from, nodes.data(), from.input_count, 0, target);
        inline_program(from, nodes.data(), &target);
        for (int row = 0; row < output_count; ++row) outputs[row] = output_operand(from, row, nodes.data(), target);
    }
};

/// Whether a step of the program has literals only.
template <class Built>
consteval bool has_constant_steps() {
    for (int i = 0; i < Built::code.size; ++i) {
        const instruction& step = Built::code.code[i];
        bool is_constant = !step.function->is_condition;
        for (int k = 0; k < step.function->arity; ++k) is_constant = is_constant && step.operands[k] < 0;
        if (is_constant) return true;
    }
    return false;
}

} // namespace pullback::detail

#endif
