// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_REPLAY_SIMPLIFIED_HPP
#define PULLBACK_REPLAY_SIMPLIFIED_HPP

#include <pullback/optimise/cost.hpp>
#include <pullback/optimise/division.hpp>
#include <pullback/optimise/factoring/rearranged.hpp>
#include <pullback/optimise/order/scheduling.hpp>
#include <pullback/optimise/pass.hpp>
#include <pullback/optimise/pass_in_parts.hpp>
#include <pullback/optimise/pipeline.hpp>
#include <pullback/optimise/sequence.hpp>
#include <pullback/program/program.hpp>
#include <pullback/program/size_limits.hpp>
#include <pullback/program/workspace.hpp>
#include <pullback/record/inline.hpp>
#include <pullback/record/recorded_scalar.hpp>
#include <pullback/record/recorder.hpp>
#include <pullback/replay/stored_program.hpp>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

// The pipelines of optimise/pipeline.hpp for programs that are known at run time only: the same passes in the same
// order, each up to the same size of program. Those without a size at which they end are linear.

namespace pullback::engine::replay {

// Passes that search are compiled for programs of so many nodes and results.
inline constexpr int most_searched_nodes = 2560, most_searched_results = 512;

/// What a pass makes of a program, or nothing where it leaves it as it is.
template <class Pass>
std::optional<stored_program> changed_by(const stored_program& program) {
    const program_view from = program.view();
    if (!Pass::applies_to(from)) return std::nullopt;
    const auto write = [&](const auto& write_results) {
        return replay::written(from.input_count, Pass::room_for(from),
                               [&](record::recorder& target, std::vector<int>& outputs) {
                                   outputs.resize(program.outputs.size());
                                   write_results(target, outputs.data());
                               });
    };
    if constexpr (optimise::SearchingPass<Pass>) {
        if (from.node_count() > most_searched_nodes || from.output_count > most_searched_results) return std::nullopt;
        using findings = decltype(Pass::template search<most_searched_nodes, most_searched_results>(from));
        const std::unique_ptr<const findings> found(
            new findings(Pass::template search<most_searched_nodes, most_searched_results>(from)));
        if (!found->is_any) return std::nullopt;
        return write([&](record::recorder& target, int* outputs) { Pass::write(from, *found, target, outputs); });
    } else if constexpr (optimise::StepwisePass<Pass>) {
        return write([&](record::recorder& target, int* outputs) {
            workspace<recorded> nodes(from.node_count());
            record::enter_inputs(from, nodes.data(), target);
            Pass::write_part(from, 0, from.size, nodes.data(), target);
            record::write_outputs(from, nodes.data(), target, outputs);
        });
    } else {
        return write([&](record::recorder& target, int* outputs) { Pass::write(from, target, outputs); });
    }
}

/// Runs the steps of a pipeline; the answer is whether they have changed the program.
template <class Step>
struct performed;

template <class... Step>
struct performed<optimise::sequence<Step...>> {
    static bool run(stored_program& program) {
        const bool changes[] = {false, performed<Step>::run(program)...};
        bool is_changed = false;
        for (const bool each : changes) is_changed = is_changed || each;
        return is_changed;
    }
};

template <auto Holds, class... Step>
struct performed<optimise::only_where<Holds, Step...>> {
    static bool run(stored_program& program) {
        return Holds(program.view()) && performed<optimise::sequence<Step...>>::run(program);
    }
};

template <class Pass>
struct performed<optimise::always<Pass>> {
    static bool run(stored_program& program) {
        std::optional<stored_program> changed = replay::changed_by<Pass>(program);
        if (changed.has_value()) program = std::move(*changed);
        return changed.has_value();
    }
};

template <class... Pass>
struct performed<optimise::cheapest<Pass...>> {
    static bool run(stored_program& program) {
        std::optional<stored_program> best;
        int lowest = optimise::cost_of(program.view());
        const auto try_one = [&](std::optional<stored_program> made) {
            if (!made.has_value()) return;
            const int cost = optimise::cost_of(made->view());
            if (cost >= lowest) return;
            lowest = cost;
            best = std::move(made);
        };
        (try_one(replay::changed_by<Pass>(program)), ...);
        if (best.has_value()) program = std::move(*best);
        return best.has_value();
    }
};

template <class Pass>
struct performed<optimise::in_parts<Pass>> {
    static bool run(stored_program& program) {
        const program_view from = program.view();
        if (!optimise::is_rearranged_in_parts(from)) return false;
        stored_program joined = replay::written(from.input_count, Pass::room_for(from),
                                                [&](record::recorder& target, std::vector<int>& outputs) {
                                                    outputs.resize(program.outputs.size());
                                                    write_joined(from, target, outputs.data());
                                                });
        if (optimise::cost_of(joined.view()) >= optimise::cost_of(from)) return false;
        program = std::move(joined);
        return true;
    }

private:
    static constexpr int most = largest_rearranged_part;
    using borders_of_part = optimise::part_borders<most_operands * most, most>;

    static void write_joined(const program_view& from, record::recorder& target, int* outputs) {
        workspace<recorded> nodes(from.node_count());
        record::enter_inputs(from, nodes.data(), target);
        workspace<int> last_readers(from.node_count());
        optimise::find_last_readers(from, last_readers.data());
        const auto divided = optimise::division::of(from.size, most);
        for (int first = 0; first < from.size; first += divided.length) {
            const int last = std::min(from.size, first + divided.length);
            const auto borders = std::make_unique<borders_of_part>(from, last_readers.data(), first, last);
            const stored_program part =
                replay::written(borders->input_count, Pass::room_for(from) / divided.parts + 32,
                                [&](record::recorder& into, std::vector<int>& results) {
                                    results.resize(static_cast<std::size_t>(borders->output_count));
                                    optimise::write_part<Pass>(from, *borders, first, last, into, results.data());
                                });
            optimise::join_part(part.view(), *borders, nodes.data(), target);
        }
        record::write_outputs(from, nodes.data(), target, outputs);
    }
};

template <class Step, class Then>
struct performed<optimise::if_changed<Step, Then>> {
    static bool run(stored_program& program) {
        if (!performed<Step>::run(program)) return false;
        performed<Then>::run(program);
        return true;
    }
};

template <class... Step>
struct performed<optimise::apart_from_zeros<Step...>> : performed<optimise::sequence<Step...>> {};

/// Flat code has an order of its own.
template <optimise::equal_calls Calls>
struct performed<optimise::in_best_order<Calls>> {
    static bool run(stored_program&) { return false; }
};

inline stored_program before_differentiation(stored_program program) {
    performed<optimise::before_differentiation>::run(program);
    return program;
}
inline stored_program before_execution(stored_program program) {
    performed<optimise::before_execution<optimise::rounding::is_allowed>>::run(program);
    return program;
}

} // namespace pullback::engine::replay

#endif
