// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_RUN_INNER_TURNS_HPP
#define PULLBACK_RUN_INNER_TURNS_HPP

#include <pullback/functions/arithmetic.hpp>
#include <pullback/functions/conditions.hpp>
#include <pullback/optimise/loop_plan.hpp>
#include <pullback/program/literal.hpp>
#include <pullback/program/loops.hpp>
#include <pullback/program/program.hpp>
#include <pullback/record/simplify.hpp>

// Loops that read neighbours: in the turns that are far enough from both ends every neighbour is there, which need not
// be asked then, and what is read lies in memory as the turns go.

namespace pullback::engine::run {

/// How many turns at either end of a loop ask for neighbours that are not there.
struct loop_margins {
    int first = 0, last = 0;
    constexpr bool exist() const { return first > 0 || last > 0; }
    constexpr void include(int offset) {
        if (-offset > first) first = -offset;
        if (offset > last) last = offset;
    }
};

/// Those of the loop that a region is. A loop with others in it has none, as it would be there twice.
constexpr loop_margins margins_of(const auto& code, const auto& plan, const optimise::loop_region& region) {
    using optimise::loop_action;
    const int index = region.index;
    loop_margins margins;
    if (code.tables.indices[index].is_ordered) return margins;
    const auto include_access = [&](int access) {
        const array_access& at = code.accesses[access];
        for (int d = 0; d < most_dimensions; ++d)
            if (at.subscripts[d] == index) margins.include(at.offsets[d]);
    };
    for (int i = region.first; i < region.first + region.count; ++i) {
        const optimise::loop_item& item = plan.items[i];
        if (item.action == loop_action::loop) return {};
        if (item.action == loop_action::store) include_access(code.stores[item.node].access);
        if (item.action == loop_action::compute && code.step_of(item.node) == loop_step::element)
            include_access(name_in(code.maker_of(item.node)));
        if (item.action != loop_action::load_turn) continue;
        const turn_read& read = code.turn_reads[name_in(code.maker_of(item.node))];
        for (int k = 0; k < read.count; ++k)
            if (read.in[k] == index) margins.include(read.offsets[k]);
    }
    return margins;
}

/// Whether two extents are one, which a call has checked.
constexpr bool is_one_extent(const auto& code, int a, int b) {
    if (a == b) return true;
    for (int i = 0; i < code.equal_extent_count; ++i) {
        const auto& pair = code.equal_extents[i];
        if ((pair.a == a && pair.b == b) || (pair.a == b && pair.b == a)) return true;
    }
    return false;
}

/// Whether a condition says that a neighbour is there, and holds in all turns of an index but so many at the ends.
constexpr bool holds_within(const auto& code, int node, int index, const loop_margins& margins) {
    const instruction& condition = code.maker_of(node);
    const bool is_less = record::is_call_of<functions::less>(condition.function);
    if (!is_less && !record::is_call_of<functions::less_equal>(condition.function)) return false;
    const auto is_index = [&](int operand) {
        return operand >= 0 && code.step_of(operand) == loop_step::index && name_in(code.maker_of(operand)) == index;
    };
    const int a = condition.operands[0], b = condition.operands[1];
    const auto literal_of = [&](int operand) { return code.straight.literals[-operand - 1]; };
    if (!is_less && a < 0 && is_index(b)) return literal_of(a) <= literal(margins.first); // k <= i
    if (!is_less || !is_index(a) || b < code.input_count) return false;
    const instruction& end = code.maker_of(b); // i < n - k
    if (end.function->role != row_role::subtract || end.operands[0] < 0 || end.operands[1] >= 0) return false;
    if (code.step_of(end.operands[0]) != loop_step::extent) return false;
    const int extent = name_in(code.maker_of(end.operands[0]));
    return run::is_one_extent(code, extent, code.tables.indices[index].extent) &&
           literal_of(end.operands[1]) <= literal(margins.last);
}

} // namespace pullback::engine::run

#endif
