// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_OPTIMISE_LOOP_FORMING_HPP
#define PULLBACK_OPTIMISE_LOOP_FORMING_HPP

#include <pullback/optimise/loop_nodes.hpp>
#include <pullback/optimise/loop_plan.hpp>
#include <pullback/optimise/loop_turns.hpp>
#include <pullback/program/loops.hpp>
#include <pullback/program/program.hpp>
#include <pullback/program/stack.hpp>
#include <pullback/program/workspace.hpp>
#include <pullback/record/loop_program.hpp>
#include <pullback/record/loop_recorder.hpp>

// What the steps of loop formation share: the effects that have a place in a loop, what nodes wait for, what is found
// out about nodes in a region, and the plan as far as it is written.

namespace pullback::engine::optimise {

using record::contains;
using record::index_set;
using record::set_of;

template <class Program>
class loop_forming {
public:
    constexpr explicit loop_forming(const Program& from) : from_(from), turns_(from) {
        optimise::find_loop_nodes(from, nodes_at_);
        // The loops in loops, in the order of the depth at which they were met.
        for (int depth = 0; depth < most_indices; ++depth)
            for (int i = 0; i < from.tables.index_count; ++i)
                if (from.tables.indices[i].depth == depth) {
                    order_[i] = ordered_count_;
                    ordered_[ordered_count_++] = i;
                }
        for (int i = 0; i < from.tables.extent_count; ++i)
            waits_for_numbers_ = waits_for_numbers_ || from.tables.extents[i].has_chosen_row();
        for (int i = 0; i < from.tables.index_count; ++i)
            waits_for_numbers_ = waits_for_numbers_ || from.tables.indices[i].turns >= 0;
    }

    stack<loop_item> items;
    stack<loop_region> regions;
    stack<kept_array> arrays;

protected:
    enum class kind : unsigned char { store, reduction, kept, turns, first_state, next_state, output };
    struct effect {
        kind what = kind::store;
        int node = -1;         // or the number of the store or state, or the index of an ordered loop
        index_set indices = 0; // the loops that it stands in
        int level = 0;
    };
    struct written_item {
        int in = 0;
        loop_item item;
    };

    constexpr index_set loops_of(int node) const {
        if (has_states && turns_.is_last(node)) return turns_.carry_of(node).indices;
        if (!nodes_at_[node].is_reduction) return nodes_at_[node].indices;
        const instruction& step = from_.maker_of(node);
        if (has_turn_reads && turns_.is_scatter(node)) return loops_of_terms(step);
        return from_.tables.indices[name_in(step)].within |
               (step.operands[0] >= 0 ? from_.indices_of(step.operands[0]) : 0);
    }
    constexpr index_set loops_of_terms(const instruction& scatter) const {
        index_set set = 0;
        for (int k = 0; k < scatter.function->arity; ++k)
            if (scatter.operands[k] >= 0) set |= from_.indices_of(scatter.operands[k]);
        const int subscript = from_.turn_reads[name_in(scatter)].in[0];
        return is_index_subscript(subscript) ? set | from_.tables.indices[subscript].within : set;
    }
    /// The indices of a reduction's result whose loops stand around its own.
    constexpr index_set around(int node) const {
        index_set set = 0;
        if (has_turn_reads && turns_.is_scatter(node)) {
            const instruction& step = from_.maker_of(node);
            const index_set over = from_.turn_reads[name_in(step)].over, loops = loops_of_terms(step) & ~over;
            for (int i = 0; i < from_.tables.index_count; ++i)
                if (contains(loops, i) && order_[i] < order_[first_of(over)]) set |= set_of(i);
            return set;
        }
        for (int i = 0; i < from_.tables.index_count; ++i)
            if (contains(nodes_at_[node].indices, i) && order_[i] < order_[name_in(from_.maker_of(node))])
                set |= set_of(i);
        return set;
    }
    constexpr int first_of(index_set set) const {
        for (int i = 0; i < ordered_count_; ++i)
            if (contains(set, ordered_[i])) return ordered_[i];
        return -1;
    }
    /// Acts on the nodes that must be there before a node can be computed.
    constexpr void for_operands(int node, auto&& act) const {
        const loop_node& of = nodes_at_[node];
        for (int k = 0; k < of.arity; ++k)
            if (of.operands[k] >= 0) act(of.operands[k]);
        if (waits_for_others()) for_others(node, act);
    }
    /// Whether some nodes wait for more than their operands.
    constexpr bool waits_for_others() const { return has_states || waits_for_numbers_; }
    constexpr void for_others(int node, auto&& act) const {
        if (node < Program::input_count) return;
        if (waits_for_numbers_) {
            if (nodes_at_[node].is_reduction) for_numbers(loops_of(node), act);
            else if (from_.step_of(node) == loop_step::extent) for_row(name_in(from_.maker_of(node)), act);
        }
        if (!has_states || !nodes_at_[node].is_state) return;
        // A number of a state needs all of its loop.
        turns_.for_carries(turns_.carry_of(node).index, [&](const loop_carry& carry, int) {
            if (carry.first >= 0) act(carry.first);
            if (carry.next >= 0) act(carry.next);
        });
        if (waits_for_numbers_) for_numbers(set_of(turns_.carry_of(node).index), act);
    }
    /// Acts on what loops wait for: the integers that say over which rows they go, where data choose the rows, and how
    /// many turns others had.
    constexpr void for_numbers(index_set loops, auto&& act) const {
        for (int i = 0; i < from_.tables.index_count; ++i) {
            if (!contains(loops, i)) continue;
            for_row(from_.tables.indices[i].extent, act);
            if (from_.tables.indices[i].turns >= 0) act(from_.tables.indices[i].turns);
        }
    }
    constexpr void for_row(int extent, auto&& act) const {
        if (from_.tables.extents[extent].has_chosen_row()) act(~from_.tables.extents[extent].row);
    }
    constexpr void for_operands(const effect& e, auto&& act) const {
        if (waits_for_numbers_ && e.what != kind::reduction) for_numbers(e.indices, act);
        if (e.what == kind::store) {
            if (from_.stores[e.node].operand >= 0) act(from_.stores[e.node].operand);
            for (const int subscript : from_.accesses[from_.stores[e.node].access].subscripts)
                if (subscript < 0) act(~subscript);
        } else if (e.what == kind::reduction) {
            for_operands(e.node, act);
        } else if (e.what == kind::turns) {
            // An array in the state has effects of its own.
            turns_.for_carries(e.node, [&](const loop_carry& carry, int) {
                const bool is_array = turns_.elements_of(carry) != 0, is_inside = is_there(carry);
                if (carry.first >= 0 && !is_inside && !is_array) act(carry.first);
                if (carry.next >= 0 && !(is_inside && is_array)) act(carry.next);
            });
        } else if (e.what == kind::first_state || e.what == kind::next_state) {
            const loop_carry& carry = from_.carries[e.node];
            const int value = e.what == kind::first_state ? carry.first : carry.next;
            if (value >= 0) act(value);
        } else {
            act(e.node);
        }
    }

    /// Whether a number of a state can be read: inside of its loop.
    constexpr bool is_there(const loop_carry& carry) const {
        return nodes_at_[carry.node].is_known || nodes_at_[carry.node].array_of >= 0;
    }

    // What is found out about a node for one region.
    struct region_facts {
        bool is_needed;
        bool is_finished; // a reduction whose loop stands in this region
        bool is_kept;
        bool is_deeper;        // it depends on indices beyond the path
        bool is_read_in_turns; // in those of another loop, which never compute it again
        int level;
        int cost;
    };
    struct facts {
        constexpr explicit facts(int nodes)
            : room(nodes), order_room(nodes), at(room.data()), order(order_room.data()) {}
        workspace<region_facts> room;
        workspace<int> order_room;
        region_facts* const at; // of each node
        int* const order;       // the nodes that are needed, operands first
        int count = 0;          // of them
        turns_in_region<Program> turns{};
    };

    /// Whether what another loop needs is kept, and not computed again. Arrays hold numbers: a truth value is found
    /// again from those that it compares.
    static constexpr bool is_to_be_kept(const region_facts& here, const loop_node& of) {
        return (here.cost > most_computed_again || here.is_read_in_turns) && !of.is_condition;
    }

    constexpr int add_array(int node, index_set path, bool is_begun) {
        kept_array added;
        added.node = node;
        added.is_begun = is_begun;
        added.filled_in = regions.size(); // which comes next
        for (int i = 0; i < ordered_count_; ++i)
            if (contains(nodes_at_[node].indices & ~path, ordered_[i])) added.indices[added.dimensions++] = ordered_[i];
        arrays.push(added);
        return arrays.size() - 1;
    }
    constexpr void put(int region, const loop_item& item) { written_.push({region, item}); }
    struct made_array {
        int node = -1;
        int array = -1;
        bool is_kept = false; // and not accumulated: a reduction may be computed in the loop that keeps it
    };
    /// The array that is being filled with a node, -1 where that is a register, -2 where there is none.
    constexpr int array_being_made(const effect& e) const {
        const made_array* const made = being_made_.data();
        const bool is_kept = e.what == kind::kept;
        for (int i = being_made_.size() - 1; i >= 0; --i)
            if (made[i].node == e.node && made[i].is_kept == is_kept) return made[i].array;
        return -2;
    }

    const Program& from_;
    const loop_turns<Program> turns_;
    static constexpr bool has_states = loop_turns<Program>::exist, has_turn_reads = Program::turn_read_count > 0;
    const int nodes_ = Program::node_count;
    workspace<loop_node> room_{nodes_};
    loop_node* const nodes_at_ = room_.data();
    int order_[most_indices]{};
    int ordered_[most_indices]{};
    int ordered_count_ = 0;
    bool waits_for_numbers_ = false; // some loop does: for that of its row, which data choose, or of its turns
    stack<made_array> being_made_;
    stack<written_item> written_;
};

} // namespace pullback::engine::optimise

#endif
