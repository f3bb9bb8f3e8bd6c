// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_OPTIMISE_RECORD_ORDER_HPP
#define PULLBACK_OPTIMISE_RECORD_ORDER_HPP

#include <pullback/optimise/loop_plan.hpp>
#include <pullback/program/loops.hpp>
#include <pullback/program/program.hpp>
#include <pullback/program/stack.hpp>
#include <pullback/program/workspace.hpp>

namespace pullback::engine::optimise {

/// Where a loop makes numbers of a result of a record, as many of its arrays for each number, the record has the first
/// of them in the order of the result, then the second ones, and so on. A sum of products, such as that of a map and a
/// point and of its derivatives, is then one of vectors, which compilers see. Other records stay as they are.
template <class Program>
class record_order {
public:
    constexpr record_order(const Program& from, const stack<loop_item>& items, const stack<loop_region>& regions,
                           stack<kept_array>& arrays)
        : from_(from), items_(items.data()), arrays_(arrays.data()), array_count_(arrays.size()) {
        if (array_count_ < least_arrays) return;
        for (int a = 0; a < array_count_; ++a) result_of_[a] = unread;
        for (int r = 0; r < regions.size(); ++r) follow_loads(regions.data()[r]);
        for (int a = 0; a < array_count_; ++a)
            if (arrays_[a].record == a && arrays_[a].record_size >= least_arrays) arrange(a);
    }

private:
    static constexpr int least_arrays = 8, most_results = 128, most_steps = 64;
    static constexpr int unread = -1, several = -2; // in place of the store that an array is read for

    constexpr void use(int operand, int by) {
        if (operand < 0) return;
        ++uses_[operand];
        user_[operand] = by;
    }
    constexpr void follow_loads(const loop_region& region) {
        bool has_load = false, has_store = false;
        const int end = region.first + region.count;
        for (int i = region.first; i < end; ++i) {
            has_load = has_load || is_load(items_[i]);
            has_store = has_store || items_[i].action == loop_action::store;
        }
        if (!has_load) return;
        for (int i = region.first; has_store && i < end; ++i) {
            const loop_item& item = items_[i];
            if (item.action == loop_action::compute || is_load(item)) uses_[item.node] = 0;
        }
        for (int i = region.first; has_store && i < end; ++i) {
            const loop_item& item = items_[i];
            if (item.action == loop_action::store) use(from_.stores[item.node].operand, ~item.node);
            if (item.action != loop_action::compute || !from_.is_computed(item.node)) continue;
            const instruction& step = from_.maker_of(item.node);
            for (int k = 0; k < step.function->arity; ++k) use(step.operands[k], item.node);
        }
        for (int i = region.first; i < end; ++i) {
            if (!is_load(items_[i])) continue;
            int& result = result_of_[items_[i].array];
            result = result == unread && has_store ? store_of(items_[i].node) : several;
        }
    }
    static constexpr bool is_load(const loop_item& item) {
        return item.array >= 0 && (item.action == loop_action::load || item.action == loop_action::load_turn);
    }
    /// The store that a node is computed for, if that is one.
    constexpr int store_of(int node) const {
        for (int step = 0; step < most_steps && uses_[node] == 1; ++step) {
            if (user_[node] < 0) return ~user_[node];
            node = user_[node];
        }
        return several;
    }

    constexpr bool is_before(int store, int other) const {
        const array_access &a = from_.accesses[from_.stores[store].access],
                           &b = from_.accesses[from_.stores[other].access];
        return a.array != b.array ? a.array < b.array : a.scalar < b.scalar;
    }
    constexpr void arrange(int record) {
        stack<int> stores, counts;
        workspace<int> room(array_count_);
        int* const of = room.data(); // the number of an array's store
        for (int a = record; a < array_count_; ++a) {
            if (arrays_[a].record != record) continue;
            if (result_of_[a] < 0) return;
            int i = 0;
            while (i < stores.size() && stores[i] != result_of_[a]) ++i;
            if (i == stores.size()) {
                if (i == most_results) return;
                stores.push(result_of_[a]);
                counts.push(0);
            }
            ++counts[of[a] = i];
        }
        const int count = stores.size();
        for (int i = 0; i < count; ++i)
            if (counts[i] != counts[0]) return;
        for (int i = 0; i < count; ++i) {
            counts[i] = 0;
            for (int other = 0; other < count; ++other)
                if (is_before(stores[other], stores[i])) ++counts[i];
        }
        for (int a = record; a < array_count_; ++a) {
            if (arrays_[a].record != record) continue;
            arrays_[a].slot = counts[of[a]];
            counts[of[a]] += count;
        }
    }

    const Program& from_;
    const loop_item* const items_;
    kept_array* const arrays_;
    const int array_count_;
    workspace<int> uses_{Program::node_count}, user_{Program::node_count}; // of a node in a region: how many, and one
    workspace<int> result_of_{array_count_}; // the store that is all that an array is read for
};

} // namespace pullback::engine::optimise

#endif
