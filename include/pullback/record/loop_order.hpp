// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_RECORD_LOOP_ORDER_HPP
#define PULLBACK_RECORD_LOOP_ORDER_HPP

#include <pullback/program/loops.hpp>
#include <pullback/program/program.hpp>
#include <pullback/record/loop_recorder.hpp>
#include <pullback/record/recorder.hpp>

// Which loops must stand in which others, as the depths that order them. For all others the deepest place at which a
// loop was met counts.

namespace pullback::engine::record {

/// Puts the loop over a row inside of that over the rows. (Indices that depend on others have greater numbers.)
constexpr void order_rows(loop_recorder& loops) {
    loop_tables& tables = loops.tables;
    for (int i = 0; i < tables.index_count; ++i) {
        for (int k = 0; k < i; ++k)
            if (contains(tables.indices[i].within, k) && tables.indices[i].depth <= tables.indices[k].depth)
                tables.indices[i].depth = tables.indices[k].depth + 1;
        if (tables.indices[i].depth >= most_indices) loops.fault = loop_fault::too_many;
    }
}

/// Puts an ordered loop inside of the loops around it, and in it all else that its turns do.
constexpr void order_turns(loop_recorder& loops) {
    loop_tables& tables = loops.tables;
    const recorder& target = loops.target();
    if (loops.carries.size() == 0) return;
    index_set around[most_indices]{}, inside[most_indices]{}, ordered = 0;
    for (int i = 0; i < loops.carries.size(); ++i) {
        if (loops.carries[i].index < 0) continue;
        ordered |= set_of(loops.carries[i].index);
        around[loops.carries[i].index] |= loops.carries[i].around;
    }
    for (int node = target.input_count(); node < target.input_count() + target.size(); ++node) {
        index_set set = loops.indices_of_node(node);
        if ((set & ordered) == 0) continue;
        const instruction& made_by = *target.instruction_of(node);
        if (is_reduction(loop_step_of(made_by.function))) set |= tables.indices[name_in(made_by)].within;
        for (int i = 0; (set & ordered) >> i != 0; ++i)
            if (contains(set & ordered, i)) inside[i] |= set;
    }
    const auto put = [&](int inner, int outer) {
        if (tables.indices[inner].depth > tables.indices[outer].depth) return false;
        tables.indices[inner].depth = tables.indices[outer].depth + 1;
        return true;
    };
    bool is_changed = true;
    for (int round = 0; is_changed && round < most_indices; ++round) {
        is_changed = false;
        for (int i = 0; i < tables.index_count; ++i)
            for (int k = 0; k < tables.index_count; ++k) {
                const bool is_row = k < i && contains(tables.indices[i].within, k);
                if (is_row || contains(around[i], k)) is_changed = put(i, k) || is_changed;
                else if (k != i && contains(inside[i] & ~ordered, k)) is_changed = put(k, i) || is_changed;
            }
    }
    if (is_changed) loops.fault = loop_fault::too_many;
}

} // namespace pullback::engine::record

#endif
