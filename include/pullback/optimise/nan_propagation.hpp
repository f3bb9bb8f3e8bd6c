// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_OPTIMISE_NAN_PROPAGATION_HPP
#define PULLBACK_OPTIMISE_NAN_PROPAGATION_HPP

#include <pullback/optimise/sensitive_nodes.hpp>
#include <pullback/program/program.hpp>
#include <pullback/program/walks.hpp>
#include <pullback/program/workspace.hpp>

namespace pullback::engine::optimise {

/// Whether every result of a program is NaN where the node is, but for those that are literals.
constexpr bool spoils_every_result(const program_view& from, int node) {
    workspace<bool> is_spoilt(from.node_count());
    is_spoilt[node] = true;
    engine::mark_dependent(from, is_spoilt.data(),
                           [](const instruction& by) { return by.function->facts.passes_on_nan; });
    for (const int result : from.results())
        if (!is_literal(result) && !is_spoilt[result]) return false;
    return true;
}

} // namespace pullback::engine::optimise

#endif
