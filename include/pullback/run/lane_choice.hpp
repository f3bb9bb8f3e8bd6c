// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_RUN_LANE_CHOICE_HPP
#define PULLBACK_RUN_LANE_CHOICE_HPP

#include <pullback/functions/elementary.hpp>
#include <pullback/functions/row_facts.hpp>
#include <pullback/optimise/loop_plan.hpp>
#include <pullback/program/loops.hpp>
#include <pullback/record/loop_recorder.hpp>

// Which loops of a program run many turns at once, a turn in each lane of vectors. There is one such loop in each nest.

namespace pullback::engine::run {

/// Whether a node has a number for each turn of a loop.
constexpr bool differs_in(const auto& code, int node, int index) {
    return node >= 0 && record::contains(code.indices_of(node), index);
}

/// Whether what an item keeps has a place in memory for each turn of a loop. A kept array may hold the numbers of one
/// turn only, which the next one writes over.
constexpr bool is_kept_for_each(const auto& plan, const optimise::loop_item& item, int index) {
    if (item.array < 0 || plan.arrays[item.array].store >= 0) return true;
    for (int d = 0; d < plan.arrays[item.array].dimensions; ++d)
        if (plan.arrays[item.array].indices[d] == index) return true;
    return false;
}

/// Whether what is read in other turns of the loops is read beside them, or where a number says.
constexpr bool is_elsewhere(const auto& code, int node) {
    const turn_read& read = code.turn_reads[name_in(code.maker_of(node))];
    for (int i = 0; i < read.count; ++i)
        if (read.offsets[i] != 0 || !is_index_subscript(read.in[i])) return true;
    return false;
}

/// Whether what a region does can be done for many turns of the loop over an index at once, with all loops in it: those
/// have as many turns in each lane, and what they do has a place in each.
template <class Code, class Plan>
constexpr bool can_have_lanes(const Code& code, const Plan& plan, int region, int index) {
    using optimise::loop_action;
    for (int i = 0; i < plan.regions[region].count; ++i) {
        const optimise::loop_item& item = plan.items[plan.regions[region].first + i];
        if (item.action == loop_action::loop) {
            const loop_index& inner = code.tables.indices[plan.regions[item.region].index];
            const loop_extent& extent = code.tables.extents[inner.extent];
            if (record::contains(inner.within, index) || inner.condition >= 0 || inner.turns >= 0) return false;
            if (extent.has_chosen_row() && run::differs_in(code, ~extent.row, index)) return false;
            if (!run::can_have_lanes(code, plan, item.region, index)) return false;
        } else if (item.action == loop_action::compute) {
            if (code.step_of(item.node) == loop_step::extent && run::differs_in(code, item.node, index)) return false;
        } else if (item.action == loop_action::begin) {
            if (item.array >= 0) return false; // which fills the array of all turns
        } else if (item.action == loop_action::accumulate) {
            if (code.step_of(item.node) == loop_step::scatter) return false; // two lanes may add to one number
            const bool is_own = name_in(code.maker_of(item.node)) == index;
            if (is_own && item.array < 0 && plan.regions[region].index != index) return false;
            if (!is_own && run::differs_in(code, item.node, index) && !run::is_kept_for_each(plan, item, index))
                return false;
        } else if (item.action == loop_action::keep || item.action == loop_action::load ||
                   item.action == loop_action::load_turn) {
            if (run::differs_in(code, item.node, index) && !run::is_kept_for_each(plan, item, index)) return false;
            if (item.action == loop_action::load_turn && run::is_elsewhere(code, item.node)) return false;
        } else if (item.action == loop_action::exchange) {
            return false; // the arrays of a state change places for all turns
        }
    }
    return true;
}

/// Whether a loop alone can have lanes.
template <class Code, class Plan>
constexpr bool can_have_lanes(const Code& code, const Plan& plan, int region) {
    const int index = plan.regions[region].index;
    if (index < 0 || code.tables.indices[index].is_ordered || code.tables.indices[index].reverses >= 0) return false;
    return run::can_have_lanes(code, plan, region, index);
}

/// Whether every innermost loop of a region can have lanes.
template <class Code, class Plan>
constexpr bool can_have_lanes_inside(const Code& code, const Plan& plan, int region) {
    bool has_loops = false;
    for (int i = 0; i < plan.regions[region].count; ++i) {
        const optimise::loop_item& item = plan.items[plan.regions[region].first + i];
        if (item.action != optimise::loop_action::loop) continue;
        has_loops = true;
        if (!run::can_have_lanes_inside(code, plan, item.region)) return false;
    }
    return has_loops || run::can_have_lanes(code, plan, region);
}

/// Whether the turns of this loop are those that run in lanes: the innermost loops, or where one of them cannot, the
/// innermost around it that can.
template <class Code, class Plan>
constexpr bool has_lanes(const Code& code, const Plan& plan, int region) {
    if (!run::can_have_lanes(code, plan, region)) return false;
    for (int i = 0; i < plan.regions[region].count; ++i) {
        const optimise::loop_item& item = plan.items[plan.regions[region].first + i];
        if (item.action == optimise::loop_action::loop) return !run::can_have_lanes_inside(code, plan, region);
    }
    return true;
}

/// The same of a loop that may stand in another one with lanes, and then has none.
template <class Code, class Plan>
constexpr bool is_loop_in_lanes(const Code& code, const Plan& plan, int region) {
    for (int around = plan.regions[region].parent; around > 0; around = plan.regions[around].parent)
        if (run::has_lanes(code, plan, around)) return false;
    return run::has_lanes(code, plan, region);
}

/// Vectors that are computed side by side, so that no sum waits for the one before: few where the body is long, because
/// the numbers of all should be in registers, and one where it calls functions, which leave no registers alone, or has
/// numbers that are not read as vectors; `is_vector(access)` says which are.
template <class Code, class Plan, class IsVector>
constexpr int vectors_in(const Code& code, const Plan& plan, int region, IsVector is_vector) {
    const int index = plan.regions[region].index;
    int size = 0, calls = 0;
    const auto count = [&](const auto& self, int inside) -> void {
        for (int i = 0; i < plan.regions[inside].count; ++i) {
            const optimise::loop_item& item = plan.items[plan.regions[inside].first + i];
            if (item.action == optimise::loop_action::loop) self(self, item.region);
            if (item.action != optimise::loop_action::compute || !run::differs_in(code, item.node, index)) continue;
            ++size;
            const instruction& made_by = code.maker_of(item.node);
            const loop_step step = code.step_of(item.node);
            if (step == loop_step::none && made_by.function->facts.cost == cost_class::call) ++calls;
            if (step == loop_step::element && !is_vector(name_in(made_by))) ++calls;
        }
    };
    count(count, region);
    if (calls > 0 || size > 24) return 1;
    return size > 10 ? 2 : 4;
}

} // namespace pullback::engine::run

#endif
