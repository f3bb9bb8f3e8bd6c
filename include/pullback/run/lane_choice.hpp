// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_RUN_LANE_CHOICE_HPP
#define PULLBACK_RUN_LANE_CHOICE_HPP

#include <pullback/functions/elementary.hpp>
#include <pullback/functions/row_facts.hpp>
#include <pullback/optimise/loop_plan.hpp>
#include <pullback/program/loops.hpp>
#include <pullback/program/program.hpp>
#include <pullback/record/index_set.hpp>
#include <pullback/record/loop_recorder.hpp>
#include <pullback/run/chunk_choice.hpp>
#include <pullback/shape/result_container.hpp>

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
    return run::is_indexed_by(plan.arrays[item.array], index);
}

/// Whether an item keeps a number for each turn of a loop, be it the same in all of them, as that which a state begins
/// with.
constexpr bool keeps_for_each(const auto& code, const auto& plan, const optimise::loop_item& item, int index) {
    if (item.action != optimise::loop_action::keep) return false;
    const int store = plan.arrays[item.array].store;
    return run::differs_in(code, item.node, index) ||
           (store < 0 ? run::is_indexed_by(plan.arrays[item.array], index)
                      : record::contains(code.indices_of_access(code.stores[store].access), index));
}

/// Whether an array that is kept for one turn of a loop is kept in lanes instead: a number for each of the turns that
/// run at once, side by side.
constexpr bool is_wide(const auto& code, const auto& plan, int array, int index) {
    if (array < 0 || plan.arrays[array].store >= 0 || plan.arrays[array].is_of_state) return false;
    const int node = plan.arrays[array].node;
    return run::differs_in(code, node, index) && !is_place(code.step_of(node)) &&
           !run::is_indexed_by(plan.arrays[array], index);
}

/// Which node says in what turn a value is read, or where a term is added, or -1.
constexpr int subscript_node_of(const auto& code, int reader) {
    const turn_read& read = code.turn_reads[name_in(code.maker_of(reader))];
    for (int i = 0; i < read.count; ++i) {
        if (read.in[i] == operand_subscript) return code.maker_of(reader).operands[1];
        if (read.in[i] < 0) return ~read.in[i];
    }
    return -1;
}

/// Whether a scatter in a loop over an index adds something in each turn of that.
constexpr bool adds_in_each_turn(const auto& code, int node, int index) {
    return run::differs_in(code, node, index) ||
           record::contains(code.turn_reads[name_in(code.maker_of(node))].over, index);
}

/// Why a loop has no lanes.
enum class lane_obstacle : unsigned char {
    none,
    state,           // its turns wait for each other
    condition,       // it ends by a condition
    inner_condition, // a loop in it does
    lengths,         // loops in it have other lengths in other turns
    common_place,    // its turns write to one place in memory
    other_turns,     // its turns read what others of them keep
    cost             // they would take longer
};

/// What keeps a region from being done for many turns of the loop over an index at once, with all loops in it: those
/// have as many turns in each lane, and what they do has a place in each.
template <class Code, class Plan>
constexpr lane_obstacle obstacle_in(const Code& code, const Plan& plan, int region, int index) {
    using optimise::loop_action;
    for (int i = 0; i < plan.regions[region].count; ++i) {
        const optimise::loop_item& item = plan.items[plan.regions[region].first + i];
        // What is read in another turn may differ where what is kept does not.
        const auto has_no_place = [&](int node) {
            return run::differs_in(code, node, index) && !run::is_kept_for_each(plan, item, index) &&
                   !run::is_wide(code, plan, item.array, index);
        };
        if (item.action == loop_action::loop) {
            const loop_index& inner = code.tables.indices[plan.regions[item.region].index];
            const loop_extent& extent = code.tables.extents[inner.extent];
            if (inner.condition >= 0 || inner.turns >= 0) return lane_obstacle::inner_condition;
            if (record::contains(inner.within, index) ||
                (extent.has_chosen_row() && run::differs_in(code, ~extent.row, index)))
                return lane_obstacle::lengths;
            const lane_obstacle inside = run::obstacle_in(code, plan, item.region, index);
            if (inside != lane_obstacle::none) return inside;
        } else if (item.action == loop_action::compute) {
            if (code.step_of(item.node) == loop_step::extent && run::differs_in(code, item.node, index))
                return lane_obstacle::lengths;
        } else if (item.action == loop_action::begin) {
            // All arrays of a record begin at once. One that is not in lanes is filled for all turns.
            for (int a = 0; item.array >= 0 && a < plan.array_count; ++a)
                if (plan.arrays[a].record == plan.arrays[item.array].record && !run::is_wide(code, plan, a, index))
                    return lane_obstacle::common_place;
        } else if (item.action == loop_action::accumulate) {
            // Terms of a scatter are added lane after lane, each where its turn says.
            const bool is_scatter = code.step_of(item.node) == loop_step::scatter;
            const bool is_own = !is_scatter && name_in(code.maker_of(item.node)) == index;
            if (is_own && item.array < 0 && plan.regions[region].index != index) return lane_obstacle::common_place;
            if (!is_own && has_no_place(item.node)) return lane_obstacle::common_place;
        } else if (item.action == loop_action::keep || item.action == loop_action::load) {
            if (has_no_place(item.node)) return lane_obstacle::common_place;
        } else if (item.action == loop_action::load_turn) {
            if (has_no_place(plan.arrays[item.array].node)) return lane_obstacle::common_place;
        } else if (item.action == loop_action::exchange) {
            return lane_obstacle::state; // the arrays of a state change places for all turns
        }
    }
    return lane_obstacle::none;
}

/// Whether turns of a loop read in other turns what the loop itself keeps. Few loops read in other turns at all, so
/// these reads are looked for first.
constexpr bool reads_own_writes_elsewhere(const auto& code, const auto& plan, int region) {
    using optimise::loop_action;
    const int index = plan.regions[region].index;
    bool found = false;
    run::for_items_in(plan, region, [&](const optimise::loop_item& reading, int) {
        if (found || !run::reads_other_turn(code, reading, index)) return;
        const int record = plan.arrays[reading.array].record;
        run::for_items_in(plan, region, [&](const optimise::loop_item& item, int) {
            if (item.action == loop_action::begin || !run::writes_array(item.action)) return;
            found = found || run::is_of_record(plan, item, record);
        });
    });
    return found;
}

/// What keeps a loop alone from having lanes. One that goes back through the turns of another and hands on no state is
/// like any other.
template <class Code, class Plan>
constexpr lane_obstacle obstacle_of(const Code& code, const Plan& plan, int region) {
    const int index = plan.regions[region].index;
    if (index < 0 || run::turns_wait(plan, region)) return lane_obstacle::state;
    if (code.tables.indices[index].condition >= 0) return lane_obstacle::condition;
    if (run::reads_own_writes_elsewhere(code, plan, region)) return lane_obstacle::other_turns;
    return run::obstacle_in(code, plan, region, index);
}

/// Whether many turns of a loop read rows of their own at a column that is theirs in common: a row for each lane, which
/// may be copied so that the numbers of a column lie side by side.
constexpr bool reads_rows(const auto& code, int access, int index) {
    const array_access& at = code.accesses[access];
    const loop_array& array = code.tables.arrays[at.array];
    if (array.dimensions != 2 || array.is_ragged || array.size != 1 || array.argument < 0) return false;
    if (at.subscripts[0] != index || at.offsets[0] != 0 || at.subscripts[1] == index) return false;
    return at.subscripts[1] >= 0 || !run::differs_in(code, ~at.subscripts[1], index);
}
/// Acts where a loop reads rows of an array so, `act(region)`.
constexpr void for_reads_of_rows(const auto& code, const auto& plan, int region, int array, const auto& act) {
    run::for_items_in(plan, region, [&](const optimise::loop_item& item, int at) {
        if (item.action != optimise::loop_action::compute || code.step_of(item.node) != loop_step::element) return;
        const int access = name_in(code.maker_of(item.node));
        if (code.accesses[access].array == array && run::reads_rows(code, access, plan.regions[region].index)) act(at);
    });
}
/// Whether rows are copied for loops over an index that have lanes: those that are read again and again, by a loop in a
/// loop in one of them, where there is memory anyway or where calls may allocate some.
constexpr bool packs_rows(const auto& code, const auto& plan, int index, int array) {
    if (PULLBACK_ALLOCATES == 0 && !plan.needs_memory()) return false;
    for (int region = 1; region < plan.region_count; ++region) {
        if (plan.regions[region].index != index) continue;
        bool is_read_again = false;
        run::for_reads_of_rows(code, plan, region, array, [&](int at) {
            is_read_again = is_read_again || (at != region && plan.regions[at].parent != region);
        });
        if (is_read_again) return true;
    }
    return false;
}

/// Vectors that are computed side by side, so that no sum waits for the one before: few where the body is long, because
/// the numbers of all should be in registers, and one where it calls functions, which leave no registers alone, or has
/// numbers that are not read as vectors; `is_vector(access)` says which are. Where there are loops in the body, the
/// innermost say it, but for those with lanes of their own, `has_own(region)`: where there are no others, one vector,
/// as all that these read should stay in the cache for the next of them.
template <class Code, class Plan, class IsVector, class HasOwn>
constexpr int vectors_in(const Code& code, const Plan& plan, int region, IsVector is_vector, HasOwn has_own) {
    const int index = plan.regions[region].index;
    int deepest = 0, size = 0;
    bool has_calls = false, goes_along_rows = false;
    const auto look = [&](const auto& self, int inside, int depth) -> void {
        int own_size = 0;
        bool calls = false;
        for (int i = 0; i < plan.regions[inside].count; ++i) {
            const optimise::loop_item& item = plan.items[plan.regions[inside].first + i];
            if (item.action == optimise::loop_action::loop) {
                if (has_own(item.region)) goes_along_rows = true;
                else self(self, item.region, depth + 1);
            }
            if (item.action != optimise::loop_action::compute || !run::differs_in(code, item.node, index)) continue;
            ++own_size;
            const instruction& made_by = code.maker_of(item.node);
            const loop_step step = code.step_of(item.node);
            if (step == loop_step::none && made_by.function->facts.cost == cost_class::call) calls = true;
            if (step == loop_step::element && !is_vector(name_in(made_by))) calls = true;
        }
        if (depth < deepest) return;
        if (depth > deepest) size = 0, has_calls = false;
        deepest = depth;
        size = own_size > size ? own_size : size;
        has_calls = has_calls || calls;
    };
    look(look, region, 0);
    if (has_calls || size > 24 || (goes_along_rows && deepest == 0)) return 1;
    return size > 10 ? 2 : 4;
}

} // namespace pullback::engine::run

#endif
