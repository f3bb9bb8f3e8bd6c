// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_RUN_LANE_COSTS_HPP
#define PULLBACK_RUN_LANE_COSTS_HPP

#include <pullback/functions/row_facts.hpp>
#include <pullback/optimise/loop_plan.hpp>
#include <pullback/optimise/loops_of.hpp>
#include <pullback/program/loops.hpp>
#include <pullback/program/program.hpp>
#include <pullback/record/index_set.hpp>
#include <pullback/run/chunk_choice.hpp>
#include <pullback/run/inner_turns.hpp>
#include <pullback/run/lane_choice.hpp>
#include <pullback/run/tile_choice.hpp>

// Which of the loops that can have lanes have them: those with which a nest takes the least time, by what its items
// cost. There is one such loop on each way from the outermost to an innermost one, or none.

namespace pullback::engine::run {

/// What each loop of a program takes, in quarters of an addition, and which have lanes. Lengths are those of a common
/// call, and so is the number of lanes.
template <int Regions>
class lane_costs {
public:
    bool has_lanes[Regions + 1]{};
    lane_obstacle obstacles[Regions + 1]{}; // why a loop has none; none too where another of its nest has them
    bool are_masked[Regions + 1]{};    // whether the turns that are left over run at once too, in some of the lanes
    inner_lanes inside[Regions + 1]{}; // of a loop that stands in one with lanes
    int vectors[Regions + 1]{}; // side by side, where arguments lie as in most containers; 0 of a loop without lanes

    template <class Code, class Plan>
    constexpr lane_costs(const Code& code, const Plan& plan) {
        for (int i = 0; i < plan.regions[0].count; ++i) {
            const optimise::loop_item& item = plan.items[plan.regions[0].first + i];
            if (item.action == optimise::loop_action::loop) find(code, plan, item.region);
        }
        for (int region = 1; region < plan.region_count; ++region) {
            if (!has_lanes[region]) continue;
            const int index = plan.regions[region].index;
            find_packed(code, plan, index);
            for (int i = 0; i < plan.regions[region].count; ++i) {
                const int inner = plan.items[plan.regions[region].first + i].region;
                if (inner >= 0) inside[inner] = cost_of_inner(code, plan, inner, region).lanes;
            }
            vectors[region] = run::vectors_in(
                code, plan, region, [&](int access) { return is_vector_read(code, access, index); },
                [&](int inner) { return inside[inner] != inner_lanes::of_outer; });
        }
    }

private:
    static constexpr long long lanes = 4, one = 4;
    // A vector that is read where others were stored a moment ago, and not just that one, waits until those are in the
    // cache. Measured: without this, a state of 20 numbers took twice as long in lanes as without, and differences of
    // neighbours 1.4 times as long. Where vectors are added to each other's places, each waits for the one before.
    static constexpr long long waiting = 30 * one, waiting_in_line = 100 * one;

    static constexpr long long turns_of(const auto& code, const auto& plan, int region) {
        const loop_extent& extent = code.tables.extents[code.tables.indices[plan.regions[region].index].extent];
        const int common = plan.regions[region].parent == 0 ? 256 : 16;
        return extent.is_constant() && extent.count < common ? extent.count : common;
    }

    /// The cost of a loop, with the loops in it, the cheapest way.
    constexpr long long find(const auto& code, const auto& plan, int region) {
        const long long turns = turns_of(code, plan, region);
        long long turn = one;
        for (int i = 0; i < plan.regions[region].count; ++i) {
            const optimise::loop_item& item = plan.items[plan.regions[region].first + i];
            if (item.action == optimise::loop_action::loop) {
                turn += find(code, plan, item.region);
            } else {
                turn += cost_of_item(code, plan, item, -1);
            }
        }
        const long long one_by_one = bounded(turns * turn);
        obstacles[region] = run::obstacle_of(code, plan, region);
        can_have_lanes_[region] = obstacles[region] == lane_obstacle::none;
        if (!can_have_lanes_[region]) return one_by_one;
        const int index = plan.regions[region].index;
        find_packed(code, plan, index);
        // The lanes are joined, and some turns are left over, which run in some lanes where that is less.
        const long long at_once = cost_of_turn_in_lanes(code, plan, region, region), left_over = lanes / 2 * turn;
        // Under a mask neighbours would wait for what was stored last, which is what an array in a state reads first:
        // those at either end are read one by one.
        const loop_margins borders = run::margins_of(code, plan, plan.regions[region]);
        const long long places = cost_of_places(code, plan, region), waits = reads_state(plan, region) ? waiting : 0;
        are_masked[region] = !borders.exist() && at_once + places + waits < left_over;
        const long long in_lanes =
            bounded(turns / lanes * at_once + 6 * one + (are_masked[region] ? at_once : left_over));
        if (in_lanes >= one_by_one || turns < lanes) {
            bool is_around = false;
            for (int inner = region + 1; inner < plan.region_count; ++inner)
                is_around = is_around || (has_lanes[inner] && run::is_inside(plan, inner, region));
            if (!is_around) obstacles[region] = lane_obstacle::cost;
            return one_by_one;
        }
        leave_inside(plan, region);
        has_lanes[region] = true;
        return in_lanes;
    }
    /// Whether a loop reads an array that a state is, which the turn before wrote as vectors just now.
    static constexpr bool reads_state(const auto& plan, int region) {
        bool reads = false;
        run::for_items_in(plan, region, [&](const optimise::loop_item& item, int) {
            const bool is_read =
                item.action == optimise::loop_action::load || item.action == optimise::loop_action::load_turn;
            reads = reads || (is_read && plan.arrays[item.array].is_of_state);
        });
        return reads && plan.regions[region].parent > 0;
    }
    /// What it takes to find the places of extrema among the lanes.
    static constexpr long long cost_of_places(const auto& code, const auto& plan, int region) {
        long long cost = 0;
        for (int i = 0; i < plan.regions[region].count; ++i) {
            const optimise::loop_item& item = plan.items[plan.regions[region].first + i];
            if (item.action == optimise::loop_action::accumulate && is_place(code.step_of(item.node)))
                cost += 2 * lanes * one;
        }
        return cost;
    }
    constexpr void find_packed(const auto& code, const auto& plan, int index) {
        for (int a = 0; a < code.tables.array_count; ++a) is_packed_[a] = run::packs_rows(code, plan, index, a);
    }
    constexpr bool is_vector_read(const auto& code, int access, int index) const {
        return is_side_by_side(code, access, index) ||
               (is_packed_[code.accesses[access].array] && run::reads_rows(code, access, index));
    }
    /// Loops in a loop with lanes have none.
    constexpr void leave_inside(const auto& plan, int region) {
        for (int inner = region + 1; inner < plan.region_count; ++inner)
            if (run::is_inside(plan, inner, region)) has_lanes[inner] = false, obstacles[inner] = lane_obstacle::none;
    }

    /// All lanes of a loop, in it or in one inside of it.
    constexpr long long cost_of_turn_in_lanes(const auto& code, const auto& plan, int inside_of, int region) const {
        long long turn = one;
        for (int i = 0; i < plan.regions[inside_of].count; ++i) {
            const optimise::loop_item& item = plan.items[plan.regions[inside_of].first + i];
            if (item.action == optimise::loop_action::loop) turn += cost_of_inner(code, plan, item.region, region).cost;
            else turn += cost_of_item(code, plan, item, plan.regions[region].index);
        }
        return bounded(turn);
    }
    struct inner_cost {
        long long cost = 0;
        inner_lanes lanes = inner_lanes::of_outer;
    };
    /// A loop in one with lanes, the cheapest way, for all lanes of that.
    constexpr inner_cost cost_of_inner(const auto& code, const auto& plan, int inner, int region) const {
        const int index = plan.regions[region].index, own = plan.regions[inner].index;
        const long long turns = turns_of(code, plan, inner);
        inner_cost best{turns * cost_of_turn_in_lanes(code, plan, inner, region)};
        if (plan.regions[inner].parent != region || turns < lanes || !can_have_lanes_[inner] ||
            !run::can_go_along_rows(code, plan, inner, index))
            return best;
        const bool is_tiled = run::gains_by_tiles(code, plan, inner, index);
        long long columns = one, ends = one;
        for (int i = 0; i < plan.regions[inner].count; ++i) {
            const optimise::loop_item& item = plan.items[plan.regions[inner].first + i];
            const bool is_reduction = item.action == optimise::loop_action::accumulate && item.array < 0;
            const bool is_once =
                is_tiled && item.action == optimise::loop_action::compute && !run::differs_in(code, item.node, index);
            columns += (is_once ? 1 : lanes) * (is_reduction ? one : cost_of_item(code, plan, item, own));
            if (is_reduction) ends += lanes * (is_tiled ? 2 : 6) * one;
        }
        // Of the columns that are left over there is one more vector.
        const long long along = (turns / lanes + 1) * columns + ends;
        if (along < best.cost) best = {along, is_tiled ? inner_lanes::tiled : inner_lanes::row_by_row};
        return best;
    }
    /// A cost that cannot overflow, however deep loops stand in each other.
    static constexpr long long bounded(long long cost) { return cost < 1LL << 40 ? cost : 1LL << 40; }

    /// An item for one turn, where `index` is -1, or for those of all lanes.
    constexpr long long cost_of_item(const auto& code, const auto& plan, const optimise::loop_item& item,
                                     int index) const {
        using optimise::loop_action;
        constexpr long long of_each = lanes * 3 * one / 2, joined = 2 * one;
        if (item.action == loop_action::store) {
            const array_store& what = code.stores[item.node];
            if (index < 0 || !differs_along(code, what.access, index)) {
                const bool is_joined = index >= 0 && what.adds && run::differs_in(code, what.operand, index);
                return is_joined ? joined : one;
            }
            if (!is_side_by_side(code, what.access, index)) return of_each;
            return what.adds && is_moved(code, what.access, index) ? waiting_in_line : one;
        }
        if (item.action == loop_action::accumulate && code.step_of(item.node) == loop_step::scatter)
            return index >= 0 && run::adds_in_each_turn(code, item.node, index) ? of_each : one;
        const bool is_own =
            index >= 0 && item.action == loop_action::accumulate && name_in(code.maker_of(item.node)) == index;
        if (!is_own && (index < 0 || !run::differs_in(code, item.node, index))) {
            if (item.action != loop_action::compute || code.step_of(item.node) != loop_step::none) return one;
            return cost_of_call(code.maker_of(item.node).function->facts.cost);
        }
        if (item.action == loop_action::compute) {
            const instruction& made_by = code.maker_of(item.node);
            const loop_step step = code.step_of(item.node);
            if (step == loop_step::none) return cost_of_call(made_by.function->facts.cost) * 3 / 2;
            if (step != loop_step::element) return one;
            return is_vector_read(code, name_in(made_by), index) ? one : of_each;
        }
        if (item.array < 0) return one;
        if (item.action == loop_action::load_turn &&
            run::differs_in(code, run::subscript_node_of(code, item.node), index))
            return of_each;
        if (is_own) return joined;
        if (run::is_wide(code, plan, item.array, index)) return one;
        const optimise::kept_array& array = plan.arrays[item.array];
        return array.dimensions > 0 && array.indices[array.dimensions - 1] == index ? one : of_each;
    }
    static constexpr long long cost_of_call(cost_class cost) {
        return cost == cost_class::call                                          ? 20 * one
               : cost == cost_class::division || cost == cost_class::square_root ? 5 * one
                                                                                 : one;
    }
    static constexpr bool differs_along(const auto& code, int access, int index) {
        return record::contains(code.indices_of_access(access), index);
    }
    /// Whether turns reach neighbours of theirs. Vectors that are added to there wait for those beside them.
    static constexpr bool is_moved(const auto& code, int access, int index) {
        const array_access& at = code.accesses[access];
        for (int d = 0; d < most_dimensions; ++d)
            if (at.subscripts[d] == index && at.offsets[d] != 0) return true;
        return false;
    }
    /// Whether successive turns find what they read side by side, in most containers.
    static constexpr bool is_side_by_side(const auto& code, int access, int index) {
        const array_access& at = code.accesses[access];
        const loop_array& array = code.tables.arrays[at.array];
        const int last = array.dimensions - 1;
        if (array.size != 1 || array.is_integer || at.subscripts[last] != index) return false;
        return last == 0 || (at.subscripts[0] != index &&
                             (at.subscripts[0] >= 0 || !run::differs_in(code, ~at.subscripts[0], index)));
    }

    bool can_have_lanes_[Regions + 1]{};
    bool is_packed_[most_arrays]{}; // each array, in the loop that is looked at
};

template <class Program>
inline constexpr lane_costs<optimise::loops_of<Program>.region_count> lanes_of{Program::code,
                                                                               optimise::loops_of<Program>};

} // namespace pullback::engine::run

#endif
