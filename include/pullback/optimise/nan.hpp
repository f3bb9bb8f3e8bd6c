// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_OPTIMISE_NAN_HPP
#define PULLBACK_OPTIMISE_NAN_HPP

#include <pullback/optimise/compared.hpp>

namespace pullback::engine::optimise {

/// Whether a function is NaN where an operand is. A selection may take the other one, and a power, a minimum or what
/// the user defines may be a number all the same.
constexpr bool passes_on_nan(const operation* function) {
    namespace f = functions;
    if (function->is_condition || function->role == row_role::select || function->role == row_role::pow) return false;
    if (function->role != row_role::other) return true;
    return record::is_call_of<f::exp, f::log, f::sqrt, f::sin, f::cos, f::tanh, f::erfc, f::erf, f::sigmoid, f::atan,
                              f::tan, f::asin, f::acos, f::abs, f::cbrt, f::expm1, f::log1p, f::sinh, f::cosh,
                              f::detach, f::fma>(function);
}

/// Whether every result of a program is NaN where the node is, but for those that are literals.
constexpr bool spoils_every_result(const program_view& from, int node) {
    workspace<bool> is_spoilt(from.input_count + from.size);
    is_spoilt[node] = true;
    for (int i = 0; i < from.size; ++i) {
        const instruction& step = from.code[i];
        if (!passes_on_nan(step.function)) continue;
        for (int k = 0; k < step.function->arity; ++k)
            if (step.operands[k] >= 0 && is_spoilt[step.operands[k]]) is_spoilt[from.input_count + i] = true;
    }
    for (int row = 0; row < from.output_count; ++row)
        if (from.outputs[row] >= 0 && !is_spoilt[from.outputs[row]]) return false;
    return true;
}

} // namespace pullback::engine::optimise

#endif
