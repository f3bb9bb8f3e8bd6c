// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_OPTIMISE_IDENTITIES_BORDERS_HPP
#define PULLBACK_OPTIMISE_IDENTITIES_BORDERS_HPP

#include <pullback/functions/elementary.hpp>
#include <pullback/functions/row_facts.hpp>
#include <pullback/optimise/identities/fingerprints.hpp>
#include <pullback/optimise/nan_propagation.hpp>
#include <pullback/optimise/sensitive_nodes.hpp>
#include <pullback/program/program.hpp>
#include <pullback/program/walks.hpp>
#include <pullback/program/workspace.hpp>

#include <cstdint>

namespace pullback::engine::optimise {

/// Where the nodes of a program may be undefined: below which functions with a border, such as `sqrt` and `log`, they
/// stand, and whether below a quotient. A formula that such functions fall out of, as from the slope of square(√x), is
/// a number where the function itself is none.
class borders {
public:
    constexpr borders(const program_view& from, const fingerprints& prints)
        : functions_(from.node_count()), is_below_quotient_(from.node_count()) {
        int node = from.input_count - 1;
        for (const instruction& step : from.steps()) {
            ++node;
            if (kind_of(step) == value_kind::truth) continue;
            // Equal formulas have the same bit. Two functions that share one by chance are taken for one, which may
            // only let an identity pass.
            if (!is_continuous(step.function) || !step.function->facts.passes_on_nan)
                functions_[node] = std::uint64_t{1} << (prints[node].hash() >> 58);
            is_below_quotient_[node] = step.function->role == row_role::divide;
        }
        const auto passes = [](const instruction& step) { return step.function->facts.passes_on_nan; };
        engine::mark_dependent(from, functions_.data(), passes);
        engine::mark_dependent(from, is_below_quotient_.data(), passes);
    }

    /// Whether the node is undefined at none of them but those that the other is undefined at.
    constexpr bool are_kept(int node, int other) const { return (functions_[node] & ~functions_[other]) == 0; }
    constexpr bool has_any(int node) const { return functions_[node] != 0 || is_below_quotient_[node]; }

private:
    workspace<std::uint64_t> functions_; // a bit for each
    workspace<bool> is_below_quotient_;
};

} // namespace pullback::engine::optimise

#endif
