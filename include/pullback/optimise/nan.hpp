// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_OPTIMISE_NAN_HPP
#define PULLBACK_OPTIMISE_NAN_HPP

#include <pullback/optimise/compared.hpp>

namespace pullback::engine::optimise {

/// Whether every result of a program is NaN where the node is, but for those that are literals.
constexpr bool spoils_every_result(const program_view& from, int node) {
    workspace<bool> is_spoilt(from.input_count + from.size);
    is_spoilt[node] = true;
    for (int i = 0; i < from.size; ++i) {
        const instruction& step = from.code[i];
        if (!step.function->facts.passes_on_nan) continue;
        for (int k = 0; k < step.function->arity; ++k)
            if (step.operands[k] >= 0 && is_spoilt[step.operands[k]]) is_spoilt[from.input_count + i] = true;
    }
    for (int row = 0; row < from.output_count; ++row)
        if (from.outputs[row] >= 0 && !is_spoilt[from.outputs[row]]) return false;
    return true;
}

} // namespace pullback::engine::optimise

#endif
