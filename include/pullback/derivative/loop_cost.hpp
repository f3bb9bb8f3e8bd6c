// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DERIVATIVE_LOOP_COST_HPP
#define PULLBACK_DERIVATIVE_LOOP_COST_HPP

#include <pullback/derivative/operation_counts.hpp>
#include <pullback/optimise/loop_plan.hpp>
#include <pullback/optimise/loops_of.hpp>
#include <pullback/program/loops.hpp>
#include <pullback/run/chunk_choice.hpp>
#include <pullback/run/lane_costs.hpp>
#include <pullback/run/tile_choice.hpp>

namespace pullback {

/// What a function of ranges runs: operations outside of its loops, and in one iteration of each loop, without those
/// of the loops inside it.
template <int Loops>
struct loop_costs {
    struct loop {
        operation_counts per_iteration;
        int around = -1;          // the number of the loop that it stands in, -1 where it stands in none
        bool has_lanes = false;   // whether a call with `unseq` runs many of its turns at once
        int vectors = 0;          // how many vectors of turns it then runs side by side
        bool has_threads = false; // whether a call with `par` shares its turns among threads
        int kept = 0;  // numbers that an iteration keeps for another loop, without those of the loops inside it
        int state = 0; // numbers that an iteration hands on to the next; an element, of a range
    };
    operation_counts outside;
    loop loops[Loops > 0 ? Loops : 1]{};
    static constexpr int loop_count = Loops;
    int kept_arrays = 0; // values that are kept for another loop in memory that is not that of results

    /// How many loops stand in no other.
    constexpr int outer_loop_count() const {
        int count = 0;
        for (int i = 0; i < Loops; ++i) count += loops[i].around < 0 ? 1 : 0;
        return count;
    }
};

namespace detail {

constexpr void count_in_loop(const auto& code, const engine::optimise::loop_item& item, operation_counts& counts) {
    using engine::loop_step;
    using engine::optimise::loop_action;
    if (item.action == loop_action::store && code.stores[item.node].adds) ++counts.additions, ++counts.total;
    if (item.action != loop_action::compute && item.action != loop_action::accumulate) return;
    const loop_step step = code.step_of(item.node);
    if (step == loop_step::none) return count_operation(code.maker_of(item.node).function, counts);
    if (!engine::is_reduction(step)) return; // a number that is there
    ++(step == loop_step::sum || step == loop_step::scatter ? counts.additions
       : step == loop_step::product                         ? counts.multiplications
                                                            : counts.selections);
    ++counts.total;
}

/// What an iteration keeps and hands on, which is the memory of ordered loops: `kept` numbers for each turn that is
/// kept, `state` numbers for each checkpoint.
constexpr void count_memory(const auto& code, const auto& plan, const engine::optimise::loop_item& item, int index,
                            auto& loop) {
    using engine::optimise::loop_action;
    if (item.action == loop_action::advance) {
        for (int c = 0; c < code.carry_count; ++c) loop.state += code.carries[c].index == item.node ? 1 : 0;
    } else if (item.action == loop_action::keep) {
        const engine::optimise::kept_array& array = plan.arrays[item.array];
        bool is_of_iteration = false;
        for (int d = 0; d < array.dimensions; ++d) is_of_iteration = is_of_iteration || array.indices[d] == index;
        if (is_of_iteration && !array.is_of_state && array.store < 0) ++loop.kept;
    }
}

template <class Built>
constexpr auto count_loops() {
    constexpr const auto& plan = engine::optimise::loops_of<Built>;
    loop_costs<plan.region_count - 1> costs;
    for (int r = 0; r < plan.region_count; ++r) {
        const engine::optimise::loop_region& region = plan.regions[r];
        operation_counts& counts = r == 0 ? costs.outside : costs.loops[r - 1].per_iteration;
        if (r > 0) {
            costs.loops[r - 1].around = region.parent - 1;
            const auto& lanes = engine::run::lanes_of<Built>;
            const bool has_own = lanes.inside[r] != engine::run::inner_lanes::of_outer; // in one with lanes
            costs.loops[r - 1].has_lanes = lanes.has_lanes[r] || has_own;
            costs.loops[r - 1].vectors = has_own ? 1 : lanes.vectors[r];
            costs.loops[r - 1].has_threads = engine::run::can_be_cut(Built::code, plan, r);
        }
        for (int i = region.first; i < region.first + region.count; ++i) {
            detail::count_in_loop(Built::code, plan.items[i], counts);
            if (r > 0) detail::count_memory(Built::code, plan, plan.items[i], region.index, costs.loops[r - 1]);
        }
    }
    for (int i = 0; i < plan.array_count; ++i) costs.kept_arrays += plan.arrays[i].store < 0 ? 1 : 0;
    return costs;
}

} // namespace detail

} // namespace pullback

#endif
