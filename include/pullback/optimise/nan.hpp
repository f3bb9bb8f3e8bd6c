// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_OPTIMISE_NAN_HPP
#define PULLBACK_OPTIMISE_NAN_HPP

#include <pullback/optimise/compared.hpp>
#include <pullback/program/walks.hpp>
#include <pullback/program/workspace.hpp>

namespace pullback::engine::optimise {

/// Functions that are NaN where an operand is. A selection may take the other one, and a power, a minimum or what the
/// user defines may be a number all the same.
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
    workspace<bool> is_spoilt(from.node_count());
    is_spoilt[node] = true;
    engine::mark_dependent(from, is_spoilt.data(), [](const instruction& by) { return passes_on_nan(by.function); });
    for (const int result : from.results())
        if (!is_literal(result) && !is_spoilt[result]) return false;
    return true;
}

} // namespace pullback::engine::optimise

#endif
