// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_OPTIMISE_LOOP_MEMORY_HPP
#define PULLBACK_OPTIMISE_LOOP_MEMORY_HPP

#include <pullback/optimise/loop_nodes.hpp>
#include <pullback/optimise/loop_plan.hpp>
#include <pullback/program/loops.hpp>
#include <pullback/program/stack.hpp>
#include <pullback/program/workspace.hpp>

// Where the arrays of a plan live. One whose last reader writes a result at the same place lives in that result, which
// takes no memory of its own. Of the others those over the same indices that one loop fills lie side by side, as
// records, so that a loop has one place to compute and goes through memory in one stream.

namespace pullback::engine::optimise {

/// Gives the arrays of a plan their places, and takes out of the items those that begin an array with another one.
template <class Program>
class loop_memory {
public:
    constexpr loop_memory(const Program& from, stack<loop_item>& items, stack<loop_region>& regions,
                          stack<kept_array>& arrays)
        : from_(from),
          items_(items.data()),
          regions_(regions.data()),
          arrays_(arrays.data()),
          region_count_(regions.size()),
          array_count_(arrays.size()),
          last_room_(array_count_),
          last_(last_room_.data()),
          region_room_(region_count_),
          is_of_elements_(region_room_.data()) {
        if (array_count_ == 0) return;
        find_last_uses();
        for (int region = 0; region < region_count_; ++region)
            for (int i = regions_[region].first, end = end_of(region); i < end; ++i)
                if (items_[i].action == loop_action::store) find_array_for(region, i);
        for (int region = 1; region < region_count_; ++region)
            is_of_elements_[region] = is_of_elements_in_turns(region);
        for (int a = 0; a < array_count_; ++a) join(a);
        leave_out_common_beginnings(items);
    }

private:
    constexpr int end_of(int region) const { return regions_[region].first + regions_[region].count; }

    /// When something in a region takes place, as the number of an item outside of all loops.
    constexpr int outermost(int region, int item) const {
        while (region != 0) {
            const int parent = regions_[region].parent;
            item = regions_[parent].first;
            while (items_[item].action != loop_action::loop || items_[item].region != region) ++item;
            region = parent;
        }
        return item;
    }

    constexpr bool is_same_place(const kept_array& array, const array_access& access) const {
        for (int d = 0; d < most_dimensions; ++d) {
            const int wanted = d < array.dimensions ? array.indices[d] : no_subscript;
            if (access.subscripts[d] != wanted) return false;
            // A result begins outside of the loops that would say which row data choose.
            if (d < array.dimensions && from_.tables.extents[from_.tables.indices[wanted].extent].has_chosen_row())
                return false;
        }
        return array.dimensions <= most_dimensions;
    }
    /// Whether a region is passed through once for every place of the array, and for nothing else. (A store that does
    /// not add stands in just the loops of its place, so that of the arrays at that place each is gone through so.)
    constexpr bool goes_through(int region, const kept_array& array) const {
        int depth = 0;
        for (; region != 0; region = regions_[region].parent, ++depth) {
            bool is_one = false;
            for (int d = 0; d < array.dimensions; ++d) is_one = is_one || array.indices[d] == regions_[region].index;
            if (!is_one) return false;
        }
        return depth == array.dimensions;
    }
    /// What touches an array last: outside of all loops the item `outermost`, and within that this one of a region.
    struct last_use {
        int outermost = -1;
        int region = -1, item = -1;
        bool has_other_places = false; // some use has ones that the loops do not say
    };
    /// Whether an item reads or writes in other turns than the loops are at.
    constexpr bool is_elsewhere(const loop_item& item) const {
        if (item.action == loop_action::load_turn) return true;
        return item.action == loop_action::accumulate && from_.step_of(item.node) == loop_step::scatter;
    }
    constexpr void find_last_uses() {
        for (int r = 0; r < region_count_; ++r) {
            const int of_region = r == 0 ? -1 : outermost(r, -1);
            for (int i = regions_[r].first, end = end_of(r); i < end; ++i) {
                // An array of a state, which changes places with another one, has no last use and lives in no result.
                if (items_[i].array < 0 || arrays_[items_[i].array].is_of_state) continue;
                last_use& last = last_[items_[i].array];
                const int now = r == 0 ? i : of_region;
                const bool has_other_places = last.has_other_places || is_elsewhere(items_[i]);
                if (now >= last.outermost) last = {now, r, i, has_other_places};
                else last.has_other_places = has_other_places;
            }
        }
    }
    /// Whether a load is the last that touches an array. Then a store of the same turn may write over what was loaded:
    /// its place is written before it is loaded, and no other turn has it.
    constexpr bool is_over_at(int array, int region, int load) const {
        const last_use& last = last_[array];
        return !last.has_other_places && last.region == region && last.item == load;
    }

    /// Whether an array is of the places of extrema that several loops find: the best number so far stands behind each.
    constexpr bool has_best(const kept_array& array) const {
        return array.is_begun && engine::is_place(from_.step_of(array.node));
    }

    constexpr void find_array_for(int region, int item) {
        const int store = items_[item].node;
        // What adds may write where others do; what does not is the only store of its numbers.
        if (from_.stores[store].adds) return;
        for (int i = regions_[region].first; i < item; ++i) {
            if (items_[i].action != loop_action::load) continue;
            kept_array& array = arrays_[items_[i].array];
            if (array.store < 0 && !has_best(array) && is_over_at(items_[i].array, region, i) &&
                is_same_place(array, from_.accesses[from_.stores[store].access]) && goes_through(region, array)) {
                array.store = store;
                return;
            }
        }
    }

    constexpr bool is_dear(int node) const {
        if (node < Program::input_count || from_.step_of(node) != loop_step::none) return false;
        return optimise::cost_of_node(from_.maker_of(node), loop_step::none) > most_computed_again;
    }
    /// Whether a loop goes through the elements of something in a turn of an ordered loop, without dear calls. Such
    /// loops are what compilers make vectors of, where the numbers of one array lie side by side.
    constexpr bool is_of_elements_in_turns(int of) const {
        if (Program::carry_count == 0) return false;
        bool is_in_turns = false;
        for (int region = of; region > 0; region = regions_[region].parent)
            is_in_turns = is_in_turns || from_.tables.indices[regions_[region].index].is_ordered;
        if (!is_in_turns) return false;
        for (int i = regions_[of].first, end = end_of(of); i < end; ++i)
            if (items_[i].action == loop_action::compute && is_dear(items_[i].node)) return false;
        return true;
    }
    constexpr bool is_of_elements_in_turns(const kept_array& array) const {
        return is_of_elements_[array.filled_in] && array.dimensions > 0 &&
               !from_.tables.indices[array.indices[array.dimensions - 1]].is_ordered;
    }
    constexpr bool lies_with(const kept_array& a, const kept_array& b) const {
        if (a.filled_in != b.filled_in || a.dimensions != b.dimensions || a.is_begun != b.is_begun) return false;
        if (a.is_begun && from_.step_of(a.node) != from_.step_of(b.node)) return false;
        for (int d = 0; d < a.dimensions; ++d)
            if (a.indices[d] != b.indices[d]) return false;
        return true;
    }
    constexpr void join(int a) {
        kept_array& array = arrays_[a];
        array.record = a;
        if (array.store >= 0) return;
        if (has_best(array)) {
            array.record_size = 2;
            return;
        }
        if (array.is_of_state || is_of_elements_in_turns(array)) return;
        for (int i = 0; i < records_.size(); ++i) {
            kept_array& record = arrays_[records_[i]];
            if (!lies_with(array, record)) continue;
            array.record = records_[i];
            array.slot = record.record_size++;
            return;
        }
        records_.push(a);
    }

    constexpr void leave_out_common_beginnings(stack<loop_item>& items) {
        int count = 0;
        for (int r = 0; r < region_count_; ++r) {
            const int first = regions_[r].first, end = end_of(r);
            regions_[r].first = count;
            for (int i = first; i < end; ++i) {
                const loop_item& item = items_[i];
                if (item.action == loop_action::begin && item.array >= 0 && arrays_[item.array].record != item.array)
                    continue;
                items_[count++] = item;
            }
            regions_[r].count = count - regions_[r].first;
        }
        items.shrink(count);
    }

    const Program& from_;
    loop_item* const items_;
    loop_region* const regions_;
    kept_array* const arrays_;
    const int region_count_, array_count_;
    workspace<last_use> last_room_;
    last_use* const last_; // of each array
    workspace<bool> region_room_;
    bool* const is_of_elements_; // of each region
    stack<int> records_;         // those that others may join
};

} // namespace pullback::engine::optimise

#endif
