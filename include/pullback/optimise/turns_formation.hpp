// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_OPTIMISE_TURNS_FORMATION_HPP
#define PULLBACK_OPTIMISE_TURNS_FORMATION_HPP

#include <pullback/optimise/loop_forming.hpp>
#include <pullback/optimise/loop_plan.hpp>
#include <pullback/optimise/loop_turns.hpp>
#include <pullback/program/loops.hpp>
#include <pullback/program/program.hpp>
#include <pullback/program/stack.hpp>
#include <pullback/record/loop_recorder.hpp>

// How ordered loops come into a plan: the first values of a state, the loop, the state that each turn hands on, and its
// last values.

namespace pullback::engine::optimise {

template <class Program>
class turns_former : public loop_forming<Program> {
    using base = loop_forming<Program>;

public:
    using base::base;

protected:
    using base::add_array;
    using base::arrays;
    using base::from_;
    using base::loops_of;
    using base::nodes_;
    using base::nodes_at_;
    using base::put;
    using base::turns_;
    using typename base::effect;
    using typename base::facts;
    using typename base::kind;

    /// What a state waits for: an array in it is filled by a loop of its own first.
    constexpr void wait_for_turns(int node, const facts& f, const auto& readable, const auto& wait_for) const {
        const int index = turns_.carry_of(node).index;
        turns_.for_carries(index, [&](const loop_carry& carry, int) {
            const index_set outside = carry.indices & ~from_.tables.indices[index].within;
            const bool is_filled_first = turns_.elements_of(carry) != 0 && f.turns.around(index) == 0;
            if (carry.next >= 0) wait_for(readable(carry.next, carry.indices));
            if (is_filled_first) wait_for(1 + (carry.first >= 0 ? readable(carry.first, outside) : 0));
            else if (carry.first >= 0) wait_for(readable(carry.first, loops_of(node)));
        });
        const int turns = from_.tables.indices[index].turns;
        if (turns >= 0) wait_for(readable(turns, loops_of(node)));
    }
    /// Notes that an ordered loop is needed, and that it stands in this region if all loops around it do.
    constexpr void enter_turns(int node, index_set path, facts& f, stack<effect>& effects) {
        const int index = turns_.carry_of(node).index;
        const bool is_known = f.turns.has(index);
        const index_set around = is_known ? 0 : turns_.around(index);
        if (!is_known) f.turns.add(index, around & ~path);
        const bool is_here = f.turns.around(index) == 0;
        if (is_here && turns_.is_last(node)) f.at[node].is_finished = true;
        if (is_known || !is_here) return;
        for (int i = 0; i < effects.size(); ++i)
            if (effects[i].what == kind::turns && effects[i].node == index) return;
        effects.push({kind::turns, index, around | set_of(index), 0});
        turns_.for_carries(index, [&](const loop_carry& carry, int number) {
            const index_set elements = turns_.elements_of(carry);
            if (elements == 0) return;
            const int now = add_array(carry.node, path | set_of(index), false),
                      next = add_array(carry.node, path | set_of(index), false);
            arrays[now].is_of_state = arrays[next].is_of_state = true;
            state_arrays_.push({number, now, next});
            effects.push({kind::first_state, number, around | elements, 0});
        });
    }
    constexpr const state_array& arrays_of(int carry) const {
        int i = state_arrays_.size() - 1;
        while (state_arrays_[i].carry != carry) --i;
        return state_arrays_[i];
    }
    constexpr bool begin_turns(int region, int index, stack<effect>& inside) {
        bool has_turns = false;
        for (int i = 0; i < inside.size(); ++i)
            has_turns = has_turns || (inside[i].what == kind::turns && inside[i].node == index);
        if (!has_turns) return false;
        turns_.for_carries(index, [&](const loop_carry& carry, int number) {
            if (turns_.elements_of(carry) != 0) {
                nodes_at_[carry.node].array_of = arrays_of(number).now;
                inside.push({kind::next_state, number, carry.indices, 0});
            } else {
                put(region, {loop_action::start, carry.node, -1, -1});
                nodes_at_[carry.node].is_known = true;
            }
        });
        return true;
    }
    constexpr void end_turns(int region, int index, auto&& know, stack<int>& in_arrays) {
        turns_.for_carries(index, [&](const loop_carry& carry, int) {
            nodes_at_[carry.node].is_known = false;
            nodes_at_[carry.node].array_of = -1;
        });
        for (int node = Program::input_count; node < nodes_; ++node) {
            if (!turns_.is_last(node) || turns_.carry_of(node).index != index) continue;
            if (turns_.elements_of(turns_.carry_of(node)) != 0) {
                nodes_at_[node].array_of = arrays_of(turns_.number_of(node)).now;
                in_arrays.push(node);
            } else {
                put(region, {loop_action::finish, node, -1, -1});
                know(node);
            }
        }
    }
    constexpr void put_advance(int region, int index) {
        put(region, {loop_action::advance, index, -1, -1});
        turns_.for_carries(index, [&](const loop_carry& carry, int number) {
            if (turns_.elements_of(carry) != 0)
                put(region, {loop_action::exchange, arrays_of(number).now, arrays_of(number).next, -1});
        });
    }

private:
    stack<state_array> state_arrays_;
};

} // namespace pullback::engine::optimise

#endif
