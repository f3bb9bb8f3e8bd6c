// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_OPTIMISE_TURN_PASSES_HPP
#define PULLBACK_OPTIMISE_TURN_PASSES_HPP

#include <pullback/optimise/loop_plan.hpp>
#include <pullback/program/loops.hpp>
#include <pullback/program/program.hpp>

// With checkpoints the turns of an ordered loop run several times, each time for something else.

namespace pullback::engine::optimise {

/// Why the turns of an ordered loop run.
enum class turns_pass : unsigned char {
    whole,   // once for all; without checkpoints there is no other
    first,   // once, for all but what going back needs
    tape,    // again, for what going back needs
    advance, // again, for the state alone
};
inline constexpr int turns_pass_count = 4;

/// Whether a turn says if there is another one, or that is known before it runs.
enum class next_turn { depends, is_known };

/// Which turns of an ordered loop leave behind what going back needs.
enum class kept_turns { all, at_checkpoints };

struct turn_pair {
    int forward = -1, reversed = -1;     // regions
    int index = -1, reversed_index = -1; // the turns that they count
    constexpr bool exists() const { return forward >= 0; }
};

/// The pairs of a plan, and what runs in which pass.
template <int Items, int Arrays, int Pairs>
struct turn_segments {
    turn_pair pairs[Pairs + 1]{};
    static constexpr int pair_count = Pairs;
    int pair_of_array[Arrays + 1]{};          // that keeps it for some turns at a time, or -1
    bool runs[turns_pass_count][Items + 1]{}; // each item of forward loops, in each pass

    constexpr int pair_forward(int region) const {
        for (int p = 0; p < Pairs; ++p)
            if (pairs[p].forward == region) return p;
        return -1;
    }
    constexpr int pair_reversed(int region) const {
        for (int p = 0; p < Pairs; ++p)
            if (pairs[p].reversed == region) return p;
        return -1;
    }
};

/// Finds out what runs in each pass.
template <class Program, class Plan>
class turn_passes {
public:
    static constexpr int items = Plan::item_count, regions = Plan::region_count, arrays = Plan::array_count;
    turn_segments<items, arrays, regions> found;

protected:
    constexpr turn_passes(const Program& from, const Plan& plan) : from_(from), plan_(plan) {}

    constexpr const loop_index& index_of(int region) const { return from_.tables.indices[plan_.regions[region].index]; }
    constexpr bool is_within(int region, int outer) const {
        while (region > 0 && region != outer) region = plan_.regions[region].parent;
        return region == outer;
    }
    constexpr void for_items(int region, auto&& act) const {
        for (int i = plan_.regions[region].first, end = i + plan_.regions[region].count; i < end; ++i)
            act(plan_.items[i], i);
    }
    /// Acts on the items of a region and of those within it, `act(item, number)`.
    constexpr void for_all_items(int outer, auto&& act) const {
        for (int region = regions - 1; region >= 0; --region)
            if (is_within(region, outer))
                for (int i = plan_.regions[region].first + plan_.regions[region].count - 1;
                     i >= plan_.regions[region].first; --i)
                    act(plan_.items[i], i);
    }
    constexpr bool stands_in(int array, int index) const {
        for (int d = 0; d < plan_.arrays[array].dimensions; ++d)
            if (plan_.arrays[array].indices[d] == index) return true;
        return false;
    }

    /// Which items of the forward loop a pass runs: its effects, and whatever these need.
    constexpr void find_runs(int p, turns_pass pass) {
        const turn_pair& pair = found.pairs[p];
        bool(&runs)[items + 1] = found.runs[static_cast<int>(pass)];
        needs needed;
        for (bool is_changed = true; is_changed;) {
            is_changed = false;
            for_all_items(pair.forward, [&](const loop_item& item, int i) {
                if (runs[i] || !is_needed(item, p, pass, needed)) return;
                runs[i] = is_changed = true;
                need_operands(item, pair, needed, is_changed);
            });
        }
    }

private:
    struct needs {
        bool node[Program::node_count + 1]{};
        bool array[arrays + 1]{};
        constexpr void add(int operand, bool& is_changed) {
            if (operand < 0 || node[operand]) return;
            node[operand] = is_changed = true;
        }
    };
    constexpr bool is_needed(const loop_item& item, int p, turns_pass pass, const needs& needed) const {
        const turn_pair& pair = found.pairs[p];
        switch (item.action) {
            case loop_action::compute:
            case loop_action::load:
            case loop_action::load_turn:
            case loop_action::finish: return needed.node[item.node];
            case loop_action::start: return needed.node[item.node] || ends_inner_loop(carry_of(item.node), pair);
            case loop_action::keep:
                if (plan_.arrays[item.array].is_of_state) return true;
                if (found.pair_of_array[item.array] == p) return pass == turns_pass::tape || needed.array[item.array];
                if (stands_in(item.array, pair.index)) return pass == turns_pass::first;
                return needed.array[item.array];
            case loop_action::begin:
            case loop_action::accumulate:
                if (item.action == loop_action::accumulate && !begins_in(pair.forward, item))
                    return pass == turns_pass::first;
                return item.array < 0 ? needed.node[item.node] : needs_record(item.array, needed);
            case loop_action::store: return pass == turns_pass::first;
            case loop_action::advance:
                return item.node == pair.index || needs_state(item.node, needed) ||
                       from_.tables.indices[item.node].condition >= 0;
            default: return true;
        }
    }
    /// Whether it says of a loop inside the turns whether there is another turn.
    constexpr bool ends_inner_loop(const loop_carry& carry, const turn_pair& pair) const {
        return carry.is_condition && carry.index != pair.index;
    }
    constexpr bool needs_state(int index, const needs& needed) const {
        for (int c = 0; c < Program::carry_count; ++c)
            if (is_number_of_state(from_.tables, from_.carries[c], index) && needed.node[from_.carries[c].node])
                return true;
        return false;
    }
    constexpr bool needs_record(int array, const needs& needed) const {
        for (int a = 0; a < arrays; ++a)
            if (needed.array[a] && plan_.arrays[a].record == plan_.arrays[array].record) return true;
        return false;
    }
    /// Whether a reduction begins anew in each turn.
    constexpr bool begins_in(int forward, const loop_item& accumulated) const {
        bool begins = false;
        for_all_items(forward, [&](const loop_item& item, int) {
            if (item.action != loop_action::begin) return;
            begins = begins || (accumulated.array < 0 ? item.node == accumulated.node && item.array < 0
                                                      : item.array >= 0 && plan_.arrays[item.array].record ==
                                                                               plan_.arrays[accumulated.array].record);
        });
        return begins;
    }
    constexpr void need_extent(int extent, needs& needed, bool& is_changed) const {
        if (from_.tables.extents[extent].has_chosen_row()) needed.add(~from_.tables.extents[extent].row, is_changed);
    }
    constexpr void need_access(int access, needs& needed, bool& is_changed) const {
        for (const int subscript : from_.accesses[access].subscripts)
            if (subscript < 0) needed.add(~subscript, is_changed);
    }
    constexpr void need_operands(const loop_item& item, const turn_pair& pair, needs& needed, bool& is_changed) const {
        switch (item.action) {
            case loop_action::compute: {
                const instruction& step = from_.maker_of(item.node);
                for (int k = 0; k < step.function->arity; ++k) needed.add(step.operands[k], is_changed);
                const loop_step kind = from_.step_of(item.node);
                if (kind == loop_step::element) need_access(name_in(step), needed, is_changed);
                if (kind == loop_step::extent) need_extent(name_in(step), needed, is_changed);
                break;
            }
            case loop_action::load_turn:
                // A turn that a node says is the second operand.
                if (const instruction& step = from_.maker_of(item.node); step.function->arity > 1)
                    needed.add(step.operands[1], is_changed);
                [[fallthrough]];
            case loop_action::load:
                is_changed = is_changed || !needed.array[item.array];
                needed.array[item.array] = true;
                break;
            case loop_action::keep: needed.add(item.node, is_changed); break;
            case loop_action::accumulate: needed.add(from_.maker_of(item.node).operands[0], is_changed); break;
            case loop_action::store:
                needed.add(from_.stores[item.node].operand, is_changed);
                need_access(from_.stores[item.node].access, needed, is_changed);
                break;
            case loop_action::start: needed.add(carry_of(item.node).first, is_changed); break;
            case loop_action::finish: needed.add(carry_of(item.node).node, is_changed); break;
            case loop_action::advance:
                for (int c = 0; c < Program::carry_count; ++c)
                    if (is_number_of_state(from_.tables, from_.carries[c], item.node)) {
                        needed.add(from_.carries[c].node, is_changed);
                        needed.add(from_.carries[c].next, is_changed);
                    } else if (from_.carries[c].index == item.node && ends_inner_loop(from_.carries[c], pair)) {
                        needed.add(from_.carries[c].next, is_changed);
                    }
                break;
            case loop_action::loop: need_extent(index_of(item.region).extent, needed, is_changed); break;
            default: break;
        }
    }
    constexpr const loop_carry& carry_of(int node) const { return from_.carries[name_in(from_.maker_of(node))]; }

protected:
    const Program& from_;
    const Plan& plan_;
};

} // namespace pullback::engine::optimise

#endif
