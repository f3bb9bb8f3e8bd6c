// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_OPTIMISE_FOLD_HPP
#define PULLBACK_OPTIMISE_FOLD_HPP

#include <pullback/record/build.hpp>
#include <pullback/record/inline.hpp>

// Constant folding: functions of literals are computed once it is known that the scalar has no more digits than these.

namespace pullback::engine::optimise {

/// The program `Built` with functions of literals computed, in the precision of a literal, and constant factors joined.
template <class Built>
struct folding {
    static constexpr int input_count = Built::code.input_count;
    static constexpr int output_count = Built::code.output_count;
    static constexpr int stage_count = stages_for(Built::code.size, Built::code.size);
    static constexpr int stage_length = steps_of_stage(Built::code.size, Built::code.size);
    static constexpr int kept_count = input_count + Built::code.size; // what the nodes of `Built` have become
    static constexpr int capacity = Built::code.size + Built::code.view().literal_count + 16;

    template <int Stage>
    static constexpr void write(record::recorder& target, recorded* nodes, int* outputs) {
        constexpr program_view from = Built::code.view();
        constexpr bool is_last = Stage + 1 == stage_count;
        target.allow_rounding();
        if constexpr (Stage == 0) record::enter_inputs(from, nodes, target);
        record::inline_part(from, Stage * stage_length, is_last ? from.size : (Stage + 1) * stage_length, nodes,
                            &target);
        if constexpr (is_last)
            for (int row = 0; row < output_count; ++row)
                outputs[row] = record::output_operand(from, row, nodes, target);
    }
};

/// Whether a step of the program has literals only.
template <class Built>
consteval bool has_constant_steps() {
    constexpr program_view from = Built::code.view();
    for (const instruction& step : from.steps()) {
        bool is_constant = !step.function->is_condition;
        for (const int operand : from.operands_of(step)) is_constant = is_constant && is_literal(operand);
        if (is_constant) return true;
    }
    return false;
}

} // namespace pullback::engine::optimise

#endif
