// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_OPTIMISE_TURN_SEGMENTS_HPP
#define PULLBACK_OPTIMISE_TURN_SEGMENTS_HPP

#include <pullback/optimise/loop_plan.hpp>
#include <pullback/optimise/loops_of.hpp>
#include <pullback/optimise/turn_passes.hpp>
#include <pullback/program/loops.hpp>
#include <pullback/program/program.hpp>

#include <type_traits>

// What a plan does with checkpoints. An ordered loop and the one that goes back through its turns are a pair, if both
// stand in one region and in no ordered loop. What only they have to do with is kept for some turns at a time: the loop
// goes forward once, and once more over these turns before they are gone back through.

namespace pullback::engine::optimise {

/// Finds them.
template <class Program, class Plan>
class turn_segmenting : public turn_passes<Program, Plan> {
    using base = turn_passes<Program, Plan>;
    using base::arrays;
    using base::find_runs;
    using base::for_items;
    using base::from_;
    using base::index_of;
    using base::is_within;
    using base::plan_;
    using base::regions;
    using base::stands_in;

public:
    using base::found;

    constexpr turn_segmenting(const Program& from, const Plan& plan) : base(from, plan) {
        for (int& pair : found.pair_of_array) pair = -1;
        for (int region = 1; region < regions; ++region)
            if (hands_on_a_state(region) && !is_in_ordered_loop(region)) find_pair(region);
        for (int p = 0; p < pair_count; ++p)
            for (const turns_pass pass : {turns_pass::first, turns_pass::tape, turns_pass::advance}) find_runs(p, pass);
    }

    int pair_count = 0;

private:
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
};

template <class Built>
inline constexpr turn_segmenting roomy_segments(Built::code, loops_of<Built>);

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
template <class Built, kept_turns Kept>
struct running_plan {
    static constexpr const auto& plan = loops_of<Built>;
    static constexpr turn_segments<0, 0, 0> segments{};
    static constexpr int pair_count = 0;
    /// Whether a pass has an item.
    static constexpr bool has_item(turns_pass, int) { return true; }
};
template <class Built>
    requires(segments_of<Built>.pair_count > 0)
struct running_plan<Built, kept_turns::at_checkpoints> {
    static constexpr const auto& plan = checkpointed_plan<Built>;
    static constexpr const auto& segments = segments_of<Built>;
    static constexpr int pair_count = segments_of<Built>.pair_count;
    static constexpr bool has_item(turns_pass pass, int item) {
        return pass == turns_pass::whole || segments.runs[static_cast<int>(pass)][item];
    }
};

} // namespace pullback::engine::optimise

#endif
