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

/// The margins of the loop that a region is. A loop with others in it has none, as it would be there twice.
constexpr loop_margins margins_of(const auto& code, const auto& plan, const optimise::loop_region& region) {
    using optimise::loop_action;
    const int index = region.index;
    loop_margins margins;
    if (index < 0 || code.tables.indices[index].is_ordered) return margins;
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

/// A condition that says whether a neighbour is there: k <= i, or i < n - k.
struct neighbour_condition {
    int index = -1;  // or -1 where it is none
    int extent = -1; // of the second kind
    int distance = 0;
    /// Whether it holds in all turns of the index but so many at the ends.
    constexpr bool holds_within(const loop_margins& margins) const {
        return distance <= (extent < 0 ? margins.first : margins.last);
    }
};

constexpr neighbour_condition neighbour_condition_of(const auto& code, int node) {
    const instruction& condition = code.maker_of(node);
    const bool is_less = record::is_call_of<functions::less>(condition.function);
    if (!is_less && !record::is_call_of<functions::less_equal>(condition.function)) return {};
    const auto index_of = [&](int operand) {
        return operand >= code.input_count && code.step_of(operand) == loop_step::index
                   ? name_in(code.maker_of(operand))
                   : -1;
    };
    const auto distance_of = [&](int operand) {
        const literal known = operand < 0 ? code.straight.literal_at(operand) : literal(-1);
        const bool is_small = known >= 0 && known < most_constant_subscripts;
        const int distance = is_small ? static_cast<int>(known) : -1;
        return static_cast<literal>(distance) == known ? distance : -1;
    };
    const int a = condition.operands[0], b = condition.operands[1];
    if (!is_less)
        return distance_of(a) < 0 ? neighbour_condition{} : neighbour_condition{index_of(b), -1, distance_of(a)};
    if (b < code.input_count || code.maker_of(b).function->role != row_role::subtract) return {};
    const instruction& end = code.maker_of(b);
    const int n = end.operands[0];
    if (n < code.input_count || code.step_of(n) != loop_step::extent || distance_of(end.operands[1]) < 0) return {};
    const int index = index_of(a), extent = name_in(code.maker_of(n));
    if (index < 0 || !run::is_one_extent(code, extent, code.tables.indices[index].extent)) return {};
    return {index, extent, distance_of(end.operands[1])};
}

} // namespace pullback::engine::run

#endif
