// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DIFFERENTIATE_SWEEP_VISITS_HPP
#define PULLBACK_DIFFERENTIATE_SWEEP_VISITS_HPP

#include <pullback/functions/row_facts.hpp>
#include <pullback/program/array_view.hpp>
#include <pullback/program/program.hpp>
#include <pullback/program/walks.hpp>
#include <pullback/program/workspace.hpp>

#include <bit>
#include <cstdint>

namespace pullback::engine::differentiate {

/// How many instructions the forward sweeps of a Jacobian visit, one for each input, and the reverse sweeps.
struct sweep_visits {
    int forward = 0, reverse = 0;
};

/// Counts them for the inputs of `Ranges` and for all results, 64 sweeps in each walk.
template <class Ranges>
constexpr sweep_visits count_visits(const program_view& from) {
    constexpr int at_once = 64;
    const int nodes = from.node_count();
    sweep_visits visits;
    workspace<bool> is_active(nodes);
    for (int first = 0; first < Ranges::size(); first += at_once) {
        workspace<std::uint64_t> inputs(nodes); // that a node depends on
        for (int i = first; i < Ranges::size() && i < first + at_once; ++i)
            inputs[Ranges::input(i)] |= std::uint64_t{1} << (i - first);
        mark_dependent(from, inputs.data(), [](const instruction& step) { return kind_of(step) != value_kind::truth; });
        for (int node = from.input_count; node < nodes; ++node) {
            visits.forward += std::popcount(inputs[node]);
            is_active[node] = is_active[node] || inputs[node] != 0;
        }
    }
    for (int first = 0; first < from.output_count; first += at_once) {
        workspace<std::uint64_t> results(nodes); // that depend on a node
        for (int row = first; row < from.output_count && row < first + at_once; ++row)
            if (!is_literal(from.outputs[row])) results[from.outputs[row]] |= std::uint64_t{1} << (row - first);
        for (int node = nodes - 1; node >= from.input_count; --node) {
            if (!is_active[node]) continue;
            const array_view<int> operands = from.operands_of(from.maker_of(node));
            for (int k = 0; k < operands.count; ++k)
                if (operands.at[k] >= 0) results[operands.at[k]] |= results[node];
            visits.reverse += std::popcount(results[node]);
        }
    }
    return visits;
}

} // namespace pullback::engine::differentiate

#endif
