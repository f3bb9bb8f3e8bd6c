// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_RUN_LANES_POLICY_HPP
#define PULLBACK_RUN_LANES_POLICY_HPP

#include <pullback/always_inline.hpp>
#include <pullback/optimise/loop_plan.hpp>
#include <pullback/optimise/loops_of.hpp>
#include <pullback/program/loops.hpp>
#include <pullback/run/checkpoints.hpp>
#include <pullback/run/chunk_choice.hpp>
#include <pullback/run/lane_costs.hpp>
#include <pullback/shape/result_container.hpp>

// How a program whose loops have lanes lays out what it keeps, reads and adds to.

namespace pullback::engine::run {

/// The arrays whose numbers lie side by side along a row, and behind them those of the next array of their record:
/// those that loops with lanes, in other loops, fill along their rows. Records as such would be written and read lane
/// after lane. (Over an outermost loop the arrays would be far apart, as many streams through memory as arrays.)
template <class Program>
struct rows_apart {
    bool are[optimise::loops_of<Program>.array_count + 1]{}; // of each first array of a record

    constexpr rows_apart() {
        constexpr const auto& plan = optimise::loops_of<Program>;
        for (int region = 1; region < plan.region_count; ++region) {
            if (!run::lanes_of<Program>.has_lanes[region]) continue;
            run::for_items_in(plan, region, [&](const optimise::loop_item& item, int) {
                if (item.action != optimise::loop_action::keep && item.action != optimise::loop_action::accumulate)
                    return;
                if (item.array < 0) return;
                const int record = plan.arrays[item.array].record;
                const optimise::kept_array& first = plan.arrays[record];
                if (first.record_size > 1 && first.dimensions > 1 && !is_place(Program::code.step_of(first.node)) &&
                    first.indices[first.dimensions - 1] == plan.regions[region].index)
                    are[record] = true;
            });
        }
    }
};
template <class Program>
inline constexpr rows_apart<Program> rows_apart_of{};

/// Whether an access in a loop over an index reads a number of the element that belongs to the turn, which has others.
constexpr bool reads_elements(const auto& code, int access, int index) {
    const array_access& at = code.accesses[access];
    const loop_array& array = code.tables.arrays[at.array];
    return array.argument >= 0 && array.dimensions == 1 && !array.is_ragged && array.size > 1 && !array.is_integer &&
           at.subscripts[0] == index && at.offsets[0] == 0;
}

/// Which ranges of elements are turned round (run/turned_arrays.hpp).
template <class Program>
struct arrays_to_turn {
    static constexpr const auto& code = Program::code;
    static constexpr const auto& plan = optimise::loops_of<Program>;

    bool are_read[code.tables.array_count + 1]{};
    bool is_copied[code.access_count + 1]{}; // the first access of each number
    int added_in[plan.array_count + 1]{};    // the outermost loop in which a kept array is added to, or 0

    constexpr arrays_to_turn() {
        if (PULLBACK_ALLOCATES == 0 && !plan.needs_memory()) return;
        for (int region = 1; region < plan.region_count; ++region)
            if (run::lanes_of<Program>.has_lanes[region] && plan.regions[region].parent > 0) look_at(region);
        for (int a = 0; a < code.access_count; ++a) {
            const array_access& at = code.accesses[a];
            bool is_first = are_read[at.array];
            for (int b = 0; b < a; ++b)
                is_first = is_first && (code.accesses[b].array != at.array || code.accesses[b].scalar != at.scalar);
            is_copied[a] = is_first;
        }
        for (int a = 0; a < plan.array_count; ++a)
            if (added_in[a] > 0 && !is_only_added(a)) added_in[a] = 0;
    }

private:
    constexpr void look_at(int region) {
        const int index = plan.regions[region].index;
        run::for_items_in(plan, region, [&](const optimise::loop_item& item, int) {
            if (item.action == optimise::loop_action::compute && code.step_of(item.node) == loop_step::element) {
                const int access = name_in(code.maker_of(item.node));
                if (run::reads_elements(code, access, index)) are_read[code.accesses[access].array] = true;
            } else if (item.action == optimise::loop_action::accumulate && item.array >= 0) {
                const optimise::kept_array& array = plan.arrays[item.array];
                if (array.store < 0 || array.dimensions != 1 || array.indices[0] != index) return;
                const loop_array& result = code.tables.arrays[code.accesses[code.stores[array.store].access].array];
                if (result.size > 1) added_in[item.array] = run::outermost_around(plan, region);
            }
        });
    }
    /// Whether the outermost loop does nothing with an array but to add to it where the turn is.
    constexpr bool is_only_added(int array) const {
        bool is_only = true;
        run::for_items_in(plan, added_in[array], [&](const optimise::loop_item& item, int) {
            if (item.array != array) return;
            is_only = is_only && item.action == optimise::loop_action::accumulate &&
                      code.step_of(item.node) == loop_step::sum;
        });
        return is_only;
    }
};
template <class Program>
inline constexpr arrays_to_turn<Program> turned_arrays_of{};

/// All turns are kept, as by `checkpoints::none`, and some records by rows.
struct lanes_policy : checkpoints::none_policy {
    PULLBACK_ALWAYS_INLINE constexpr lanes_policy(const checkpoints::none_policy& = {}) {}
    template <class Program>
    static constexpr bool keeps_rows_apart(int array) {
        return rows_apart_of<Program>.are[optimise::loops_of<Program>.arrays[array].record];
    }
};

} // namespace pullback::engine::run

#endif
