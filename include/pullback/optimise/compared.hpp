// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_OPTIMISE_COMPARED_HPP
#define PULLBACK_OPTIMISE_COMPARED_HPP

#include <pullback/functions/row_facts.hpp>
#include <pullback/record/simplify.hpp>

namespace pullback::engine::optimise {

/// Whether a function of numbers is known to be continuous wherever its operands are real, so that a rounding of these
/// can only round it. Others have steps or ends: `floor`, `atan2`, `sqrt`, what the user defines.
constexpr bool is_continuous(const operation* function) { return function->facts.continuous == continuity::everywhere; }

/// Marks what a comparison or a function with steps is computed from. Its last digit may decide which side a selection
/// takes, so it is computed as it was recorded, down to the order of factors: real numbers that are equal may differ
/// once they are rounded, and which of them is larger is known only then.
constexpr void mark_compared(const program_view& from, bool* is_compared) {
    for (int i = from.size - 1; i >= 0; --i) {
        const instruction& step = from.code[i];
        const bool decides = step.function->is_condition
                                 ? !step.function->takes_condition
                                 : !is_compared[from.input_count + i] && !is_continuous(step.function);
        if (!decides && !is_compared[from.input_count + i]) continue;
        for (int k = 0; k < step.function->arity; ++k)
            if (step.operands[k] >= 0) is_compared[step.operands[k]] = true;
    }
}

} // namespace pullback::engine::optimise

#endif
