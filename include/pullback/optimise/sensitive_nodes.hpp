// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_OPTIMISE_SENSITIVE_NODES_HPP
#define PULLBACK_OPTIMISE_SENSITIVE_NODES_HPP

#include <pullback/functions/row_facts.hpp>
#include <pullback/program/operation.hpp>
#include <pullback/program/program.hpp>
#include <pullback/program/walks.hpp>
#include <pullback/record/recorded.hpp>

// Comparisons and functions with steps are sensitive to the last digit: what they are computed from is not rearranged.

namespace pullback::engine::optimise {

/// Whether a function of numbers is known to be continuous wherever its operands are real, so that a rounding of these
/// can only round it. Others have steps or ends: `floor`, `atan2`, `sqrt`, what the user defines.
constexpr bool is_continuous(const operation* function) { return function->facts.continuous == continuity::everywhere; }

/// Marks what a comparison or a function with steps is computed from. Its last digit may decide which side a selection
/// takes, so it is computed as it was recorded, down to the order of factors: real numbers that are equal may differ
/// once they are rounded, and which of them is larger is known only then.
constexpr void mark_compared(const program_view& from, bool* is_compared) {
    const auto is_visited = [=](int node, const instruction& step) {
        return is_compared[node] ||
               (kind_of(step) == value_kind::truth ? operand_kind_of(step.function) != value_kind::truth
                                                   : !is_continuous(step.function));
    };
    engine::mark_needed(from, is_compared, is_visited, [](int, const instruction&, int) { return true; });
}

} // namespace pullback::engine::optimise

#endif
