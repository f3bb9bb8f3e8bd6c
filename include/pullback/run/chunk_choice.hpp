// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_RUN_CHUNK_CHOICE_HPP
#define PULLBACK_RUN_CHUNK_CHOICE_HPP

#include <pullback/functions/elementary.hpp>
#include <pullback/functions/row_facts.hpp>
#include <pullback/optimise/loop_plan.hpp>
#include <pullback/program/loops.hpp>
#include <pullback/program/program.hpp>

// Which loops of a program can be cut into chunks of turns that run at the same time, and what each chunk then needs of
// its own: arrays that others would write to as well, and results that turns add to where data say.

namespace pullback::engine::run {

/// Whether a region stands in another one, or is it.
constexpr bool is_inside(const auto& plan, int region, int around) {
    while (region > 0 && region != around) region = plan.regions[region].parent;
    return region == around;
}

/// The loop around a region that is in no other one.
constexpr int outermost_around(const auto& plan, int region) {
    while (region > 0 && plan.regions[region].parent > 0) region = plan.regions[region].parent;
    return region;
}

/// Acts on all items of a region and of the loops in it, `act(item, region)`.
constexpr void for_items_in(const auto& plan, int region, const auto& act) {
    for (int inside = region; inside < plan.region_count; ++inside) {
        if (!run::is_inside(plan, inside, region)) continue;
        for (int i = 0; i < plan.regions[inside].count; ++i) act(plan.items[plan.regions[inside].first + i], inside);
    }
}

constexpr bool writes_array(optimise::loop_action action) {
    using optimise::loop_action;
    return action == loop_action::keep || action == loop_action::accumulate || action == loop_action::begin ||
           action == loop_action::exchange;
}

constexpr bool is_indexed_by(const optimise::kept_array& array, int index) {
    for (int d = 0; d < array.dimensions; ++d)
        if (array.indices[d] == index) return true;
    return false;
}

/// Whether the turns of a loop wait for each other: it hands on a state, and something reads that.
constexpr bool turns_wait(const auto& plan, int region) {
    using optimise::loop_action;
    for (int i = 0; i < plan.regions[region].count; ++i) {
        const loop_action action = plan.items[plan.regions[region].first + i].action;
        if (action == loop_action::advance || action == loop_action::exchange) return true;
    }
    return false;
}

/// Whether an item has to do with the arrays of a record, given by the first of them.
constexpr bool is_of_record(const auto& plan, const optimise::loop_item& item, int record) {
    if (item.array < 0) return false;
    if (plan.arrays[item.array].record == record) return true;
    return item.action == optimise::loop_action::exchange && plan.arrays[item.node].record == record;
}
/// Whether an item of a loop reads what is kept, in another turn of that loop than the one it is in.
constexpr bool reads_other_turn(const auto& code, const optimise::loop_item& item, int index) {
    if (item.action != optimise::loop_action::load_turn) return false;
    const turn_read& read = code.turn_reads[name_in(code.maker_of(item.node))];
    return read.at(index) != index || read.offset_at(index) != 0;
}

/// What items inside and outside of a loop do with the arrays of one record, or with a number that is in none.
struct array_use {
    bool is_written = false, is_written_outside = false;
    bool is_begun_inside = false;
    bool is_scattered = false, is_accumulated = false, is_exchanged = false;
    bool reads_other_turns = false;
};

/// Notes what an item does, which is inside of a loop or not, and is no store and no loop.
constexpr void note_use(array_use& use, const auto& code, const optimise::loop_item& item, bool is_here, int index) {
    using optimise::loop_action;
    if (item.action == loop_action::begin) use.is_begun_inside = use.is_begun_inside || is_here;
    else if (run::writes_array(item.action)) (is_here ? use.is_written : use.is_written_outside) = true;
    if (!is_here) return;
    if (item.action == loop_action::accumulate) {
        use.is_accumulated = true;
        use.is_scattered = use.is_scattered || code.step_of(item.node) == loop_step::scatter;
    }
    if (item.action == loop_action::exchange) use.is_exchanged = true;
    use.reads_other_turns = use.reads_other_turns || run::reads_other_turn(code, item, index);
}

constexpr bool has_to_do_with_arrays(optimise::loop_action action) {
    return action != optimise::loop_action::store && action != optimise::loop_action::loop;
}

/// The use of a reduction that is in no array.
constexpr array_use use_of_reduction(const auto& code, const auto& plan, int node, int region) {
    array_use use;
    run::for_items_in(plan, 0, [&](const optimise::loop_item& item, int at) {
        if (item.array < 0 && item.node == node && run::has_to_do_with_arrays(item.action))
            run::note_use(use, code, item, run::is_inside(plan, at, region), plan.regions[region].index);
    });
    return use;
}

template <int Arrays>
struct array_uses {
    array_use of[Arrays + 1]{}; // of each record, at its first array
};

/// The uses of all arrays, which one walk through the items finds: functions of many numbers have a thousand items and
/// a hundred arrays.
template <class Plan>
constexpr auto uses_of_arrays(const auto& code, const Plan& plan, int region) {
    using optimise::loop_action;
    array_uses<Plan::array_count> uses;
    for (int at = 0; at < plan.region_count; ++at) {
        const bool is_here = run::is_inside(plan, at, region);
        for (int i = 0; i < plan.regions[at].count; ++i) {
            const optimise::loop_item& item = plan.items[plan.regions[at].first + i];
            if (item.array < 0 || !run::has_to_do_with_arrays(item.action)) continue;
            const auto note = [&](int record) {
                run::note_use(uses.of[record], code, item, is_here, plan.regions[region].index);
            };
            const int record = plan.arrays[item.array].record;
            note(record);
            // Which stands in two arrays.
            if (item.action == loop_action::exchange && plan.arrays[item.node].record != record)
                note(plan.arrays[item.node].record);
        }
    }
    return uses;
}

/// Whether every chunk of a loop has the arrays of a record for itself: those that all turns write to.
constexpr bool is_own(const optimise::kept_array& array, const array_use& use, int index) {
    if (!use.is_written) return false;
    return !run::is_indexed_by(array, index) || (use.is_scattered && !use.is_begun_inside);
}
/// Whether what chunks have in such arrays is joined when they have ended. Otherwise it is of a turn only.
constexpr bool is_joined(const array_use& use) { return use.is_accumulated && !use.is_begun_inside; }

/// How the turns of a loop write to an array of results.
enum class result_use : unsigned char {
    none,
    own_places, // each turn to places of its own
    adds,       // each turn may add to what others add to
    other
};
constexpr result_use use_of_result(const auto& code, const auto& plan, int array, int region) {
    const int index = plan.regions[region].index;
    bool is_written = false, only_adds = true;
    bool is_own_along[most_dimensions] = {true, true};
    run::for_items_in(plan, region, [&](const optimise::loop_item& item, int) {
        if (item.action != optimise::loop_action::store) return;
        const auto& what = code.stores[item.node];
        const array_access& at = code.accesses[what.access];
        if (at.array != array) return;
        is_written = true;
        only_adds = only_adds && what.adds;
        for (int d = 0; d < most_dimensions; ++d)
            is_own_along[d] = is_own_along[d] && at.subscripts[d] == index && at.offsets[d] == 0;
    });
    if (!is_written) return result_use::none;
    if (is_own_along[0] || is_own_along[1]) return result_use::own_places;
    return only_adds && !code.tables.arrays[array].is_ragged ? result_use::adds : result_use::other;
}

/// Whether the turns of a loop can run at the same time: one that stands in no other, and hands on no state.
constexpr bool can_be_cut(const auto& code, const auto& plan, int region) {
    if (region <= 0 || plan.regions[region].parent != 0) return false;
    const int index = plan.regions[region].index;
    if (code.tables.indices[index].condition >= 0 || run::turns_wait(plan, region)) return false;
    const auto uses = run::uses_of_arrays(code, plan, region);
    for (int a = 0; a < plan.array_count; ++a) {
        if (plan.arrays[a].record != a || !uses.of[a].is_written) continue;
        if (run::is_own(plan.arrays[a], uses.of[a], index)) {
            if (uses.of[a].is_written_outside) return false;
        } else if (uses.of[a].is_exchanged || uses.of[a].reads_other_turns) {
            return false;
        }
    }
    for (int a = 0; a < code.tables.array_count; ++a)
        if (run::use_of_result(code, plan, a, region) == result_use::other) return false;
    return true;
}

/// Which loops of a program can be cut, and what their chunks have of their own.
template <int Regions, int Arrays, int Stores>
struct loop_cuts {
    bool is_cut[Regions]{};  // of each loop
    int owner[Arrays + 1]{}; // of each kept array, the loop whose chunks have it for themselves, or -1
    bool is_joined[Arrays + 1]{};
    bool is_added[Stores + 1]{}; // of each store, whether it goes to memory of a chunk first
};

template <class Code, class Plan>
constexpr auto find_cuts(const Code& code, const Plan& plan) {
    loop_cuts<Plan::region_count, Plan::array_count, Code::store_count> cuts;
    for (int& each : cuts.owner) each = -1;
    for (int region = 1; region < plan.region_count; ++region) {
        if (!run::can_be_cut(code, plan, region)) continue;
        const int index = plan.regions[region].index;
        const auto uses = run::uses_of_arrays(code, plan, region);
        cuts.is_cut[region] = true;
        for (int a = 0; a < plan.array_count; ++a) {
            const int record = plan.arrays[a].record;
            if (!run::is_own(plan.arrays[record], uses.of[record], index)) continue;
            cuts.owner[a] = region;
            cuts.is_joined[a] = run::is_joined(uses.of[record]);
        }
        run::for_items_in(plan, region, [&](const optimise::loop_item& item, int) {
            if (item.action != optimise::loop_action::store) return;
            const int array = code.accesses[code.stores[item.node].access].array;
            cuts.is_added[item.node] = run::use_of_result(code, plan, array, region) == result_use::adds;
        });
    }
    return cuts;
}

/// What a turn of a loop takes, about so many nanoseconds, without the loops in it.
constexpr int cost_of_turn(const auto& code, const auto& plan, int region) {
    int cost = 1;
    for (int i = 0; i < plan.regions[region].count; ++i) {
        const optimise::loop_item& item = plan.items[plan.regions[region].first + i];
        if (item.action == optimise::loop_action::loop) continue;
        cost += 1;
        if (item.action != optimise::loop_action::compute || code.step_of(item.node) != loop_step::none) continue;
        const cost_class of_row = code.maker_of(item.node).function->facts.cost;
        cost += of_row == cost_class::call                                            ? 10
                : of_row == cost_class::division || of_row == cost_class::square_root ? 4
                                                                                      : 0;
    }
    return cost;
}

} // namespace pullback::engine::run

#endif
