// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_OPTIMISE_TURN_SEGMENTS_HPP
#define PULLBACK_OPTIMISE_TURN_SEGMENTS_HPP

#include <pullback/optimise/loop_plan.hpp>
#include <pullback/optimise/loops_of.hpp>
#include <pullback/program/loops.hpp>
#include <pullback/program/program.hpp>

#include <type_traits>

// What a plan does with checkpoints. An ordered loop and the one that goes back through its turns are a pair, if both
// stand in one region and in no ordered loop. What only they have to do with is kept for some turns at a time: the loop
// goes forward once, and once more over these turns before they are gone back through.

namespace pullback::engine::optimise {

/// Why the turns of an ordered loop run.
enum class turns_pass : unsigned char {
    whole,   // once for all; without checkpoints there is no other
    first,   // once, for all but what going back needs
    tape,    // again, for what going back needs
    advance, // again, for the state alone
};
inline constexpr int turns_pass_count = 4;

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

/// Finds them.
template <class Program, class Plan>
class turn_segmenting {
public:
    static constexpr int items = Plan::item_count, regions = Plan::region_count, arrays = Plan::array_count;

    constexpr turn_segmenting(const Program& from, const Plan& plan) : from_(from), plan_(plan) {
        for (int& pair : found.pair_of_array) pair = -1;
        for (int region = 1; region < regions; ++region)
            if (hands_on_a_state(region) && !is_in_ordered_loop(region)) find_pair(region);
        for (int p = 0; p < pair_count; ++p)
            for (const turns_pass pass : {turns_pass::first, turns_pass::tape, turns_pass::advance}) find_runs(p, pass);
    }

    turn_segments<items, arrays, regions> found;
    int pair_count = 0;

private:
    constexpr const loop_index& index_of(int region) const { return from_.tables.indices[plan_.regions[region].index]; }
    constexpr bool is_within(int region, int outer) const {
        while (region > 0 && region != outer) region = plan_.regions[region].parent;
        return region == outer;
    }
    constexpr bool is_in_ordered_loop(int region) const {
        for (region = plan_.regions[region].parent; region > 0; region = plan_.regions[region].parent)
            if (index_of(region).is_ordered) return true;
        return false;
    }
    constexpr bool hands_on_a_state(int region) const {
        if (!index_of(region).is_ordered || index_of(region).reverses >= 0) return false;
        bool advances = false;
        for_items(region, [&](const loop_item& item, int) {
            advances = advances || (item.action == loop_action::advance && item.node == plan_.regions[region].index);
        });
        return advances;
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

    /// Whether an array holds what going back needs of each turn, and nobody else.
    constexpr bool is_of_pair(int array, const turn_pair& pair) const {
        const kept_array& of = plan_.arrays[array];
        if (of.is_begun || of.is_of_state || of.store >= 0 || !stands_in(array, pair.index)) return false;
        bool is_read = false, is_of_others = false;
        for (int region = 0; region < regions; ++region) {
            const bool is_forward = is_within(region, pair.forward), is_reversed = is_within(region, pair.reversed);
            for_items(region, [&](const loop_item& item, int) {
                if (item.array != array || item.action == loop_action::exchange) return;
                int turn = pair.index;
                if (item.action == loop_action::load_turn) {
                    const turn_read& read = from_.turn_reads[name_in(from_.maker_of(item.node))];
                    turn = read.offset_at(turn) == 0 ? read.at(turn) : no_subscript;
                }
                const bool is_kept = item.action == loop_action::keep && is_forward,
                           is_read_forward = item.action != loop_action::keep && is_forward && turn == pair.index,
                           is_read_back =
                               item.action == loop_action::load_turn && is_reversed && turn == pair.reversed_index;
                is_read = is_read || is_read_back;
                is_of_others = is_of_others || !(is_kept || is_read_forward || is_read_back);
            });
        }
        return is_read && !is_of_others;
    }
    constexpr void find_pair(int forward) {
        // How far a loop goes that ends by a condition is known after it: its turns are kept one by one.
        if (index_of(forward).condition >= 0) return;
        int most = 0;
        for (int region = forward + 1; region < regions; ++region) {
            const int index = plan_.regions[region].index;
            if (plan_.regions[region].parent != plan_.regions[forward].parent ||
                index_of(region).reverses != plan_.regions[forward].index)
                continue;
            const turn_pair pair{forward, region, plan_.regions[forward].index, index};
            int count = 0;
            for (int a = 0; a < arrays; ++a) count += is_of_pair(a, pair) ? 1 : 0;
            if (count <= most) continue;
            most = count;
            found.pairs[pair_count] = pair;
            for (int a = 0; a < arrays; ++a) {
                if (is_of_pair(a, pair)) found.pair_of_array[a] = pair_count;
                else if (found.pair_of_array[a] == pair_count) found.pair_of_array[a] = -1;
            }
        }
        if (most > 0) ++pair_count;
    }

    // Which items of the forward loop a pass runs: its effects, and whatever these need.
    struct needs {
        bool node[Program::node_count + 1]{};
        bool array[arrays + 1]{};
        constexpr void add(int operand, bool& is_changed) {
            if (operand < 0 || node[operand]) return;
            node[operand] = is_changed = true;
        }
    };
    constexpr void find_runs(int p, turns_pass pass) {
        const turn_pair& pair = found.pairs[p];
        bool(&runs)[items + 1] = found.runs[static_cast<int>(pass)];
        needs needed;
        for (bool is_changed = true; is_changed;) {
            is_changed = false;
            for_all_items(pair.forward, [&](const loop_item& item, int i) {
                if (runs[i] || !is_needed(item, p, pass, needed)) return;
                runs[i] = is_changed = true;
                need_operands(item, needed, is_changed);
            });
        }
    }
    constexpr bool is_needed(const loop_item& item, int p, turns_pass pass, const needs& needed) const {
        const turn_pair& pair = found.pairs[p];
        switch (item.action) {
            case loop_action::compute:
            case loop_action::load:
            case loop_action::load_turn:
            case loop_action::finish:
            case loop_action::start: return needed.node[item.node];
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
            case loop_action::advance: return item.node == pair.index || needs_state(item.node, needed);
            default: return true;
        }
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
    constexpr void need_operands(const loop_item& item, needs& needed, bool& is_changed) const {
        switch (item.action) {
            case loop_action::compute: {
                const instruction& step = from_.maker_of(item.node);
                for (int k = 0; k < step.function->arity; ++k) needed.add(step.operands[k], is_changed);
                const loop_step kind = from_.step_of(item.node);
                if (kind == loop_step::element) need_access(name_in(step), needed, is_changed);
                if (kind == loop_step::extent) need_extent(name_in(step), needed, is_changed);
                break;
            }
            case loop_action::load:
            case loop_action::load_turn:
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
                    }
                break;
            case loop_action::loop: need_extent(index_of(item.region).extent, needed, is_changed); break;
            default: break;
        }
    }
    constexpr const loop_carry& carry_of(int node) const { return from_.carries[name_in(from_.maker_of(node))]; }

    const Program& from_;
    const Plan& plan_;
};

template <class Built>
inline constexpr turn_segmenting roomy_segments{Built::code, loops_of<Built>};

template <class Built>
constexpr auto pack_segments() {
    constexpr const auto& roomy = roomy_segments<Built>;
    using plan = std::remove_cvref_t<decltype(loops_of<Built>)>;
    turn_segments<plan::item_count, plan::array_count, roomy.pair_count> packed;
    for (int p = 0; p < roomy.pair_count; ++p) packed.pairs[p] = roomy.found.pairs[p];
    for (int a = 0; a < plan::array_count; ++a) packed.pair_of_array[a] = roomy.found.pair_of_array[a];
    for (int pass = 0; pass < turns_pass_count; ++pass)
        for (int i = 0; i < plan::item_count; ++i) packed.runs[pass][i] = roomy.found.runs[pass][i];
    return packed;
}
/// The pairs of the program `Built`.
template <class Built>
inline constexpr auto segments_of = optimise::pack_segments<Built>();

/// The plan of `Built` with checkpoints: what a segment keeps lies in records of its own, and what the loop reads when
/// it goes forward again is not written over before.
template <class Built>
constexpr auto plan_with_checkpoints() {
    auto plan = loops_of<Built>;
    constexpr const auto& old = loops_of<Built>;
    constexpr const auto& segments = segments_of<Built>;
    for (int i = 0; i < plan.item_count; ++i) {
        const loop_item& item = plan.items[i];
        if (item.action != loop_action::load && item.action != loop_action::load_turn) continue;
        for (int pass = 0; pass < turns_pass_count; ++pass)
            if (segments.runs[pass][i]) plan.arrays[item.array].store = -1;
    }
    for (int a = 0; a < plan.array_count; ++a) {
        kept_array& array = plan.arrays[a];
        if (array.store >= 0 || array.is_begun || array.is_of_state) continue;
        array.record = a;
        array.slot = 0;
        array.record_size = 1;
        for (int b = 0; b < a; ++b)
            if (plan.arrays[b].record == b && old.arrays[b].record == old.arrays[a].record && old.arrays[b].store < 0 &&
                old.arrays[a].store < 0 && segments.pair_of_array[b] == segments.pair_of_array[a]) {
                array.record = b;
                array.slot = plan.arrays[b].record_size++;
                break;
            }
    }
    return plan;
}
template <class Built>
inline constexpr auto checkpointed_plan = optimise::plan_with_checkpoints<Built>();

/// The plan that runs.
template <class Built, bool HasCheckpoints>
struct running_plan {
    static constexpr const auto& plan = loops_of<Built>;
    static constexpr turn_segments<0, 0, 0> segments{};
    static constexpr int pair_count = 0;
};
template <class Built>
    requires(segments_of<Built>.pair_count > 0)
struct running_plan<Built, true> {
    static constexpr const auto& plan = checkpointed_plan<Built>;
    static constexpr const auto& segments = segments_of<Built>;
    static constexpr int pair_count = segments_of<Built>.pair_count;
};

} // namespace pullback::engine::optimise

#endif
