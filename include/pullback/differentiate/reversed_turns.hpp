// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DIFFERENTIATE_REVERSED_TURNS_HPP
#define PULLBACK_DIFFERENTIATE_REVERSED_TURNS_HPP

#include <pullback/functions/elementary.hpp>
#include <pullback/functions/row_facts.hpp>
#include <pullback/program/loops.hpp>
#include <pullback/program/program.hpp>
#include <pullback/program/stack.hpp>
#include <pullback/record/index_set.hpp>
#include <pullback/record/loop_fault.hpp>
#include <pullback/record/loop_recorder.hpp>
#include <pullback/record/recorded.hpp>
#include <pullback/record/recorded_scalar.hpp>
#include <pullback/record/recorder.hpp>
#include <pullback/record/turn_reads.hpp>

namespace pullback::engine::differentiate {

/// What ordered loops have computed, in the loops that go back through their turns: the state and what is dear is kept
/// in the turns and read, the rest is computed again.
class reversed_turns {
public:
    constexpr explicit reversed_turns(record::loop_recorder& loops) : loops_(loops), open_(loops.open_indices()) {}

    /// Whether the program has ordered loops at all.
    constexpr bool exist() const { return loops_.carries.size() > 0; }

    /// The index of the loop that goes back, in place of that of the ordered one.
    constexpr int index(int index) {
        if (!is_index_subscript(index)) return index;
        if (is_gone_back_through(index)) return reversed(index);
        return loops_.over_extent(index, extent(loops_.tables.indices[index].extent));
    }
    /// The index of the loop that goes back through the turns of an ordered one, as many as that had.
    constexpr int reversed(int index) {
        const int back = loops_.reversed(index, extent(loops_.tables.indices[index].extent));
        const int condition = loops_.tables.indices[index].condition;
        if (condition >= 0 && loops_.tables.indices[back].turns < 0)
            loops_.tables.indices[back].turns = value(loops_.last(condition)).operand();
        return back;
    }
    /// The extent of the row at the turn that is gone back to; any other extent is itself.
    constexpr int extent(int extent) {
        const loop_extent of = loops_.tables.extents[extent];
        if (!of.is_of_row()) return extent;
        const int row = subscript(of.row);
        return row == of.row ? extent : loops_.extent_of_row(of.array, row);
    }
    constexpr record::index_set indices(record::index_set set) {
        if (!exist()) return set;
        record::index_set made = 0;
        for (int i = 0; i < most_indices; ++i)
            if (record::contains(set, i)) made |= record::set_of(index(i));
        return made;
    }
    constexpr array_access access(array_access at) {
        if (!exist()) return at;
        for (int& each : at.subscripts) each = subscript(each);
        return at;
    }
    constexpr int subscript(int subscript) {
        return subscript < 0 ? loops_.subscript_at(value(~subscript)) : index(subscript);
    }

    /// What a node of an ordered loop was in the turn that is gone back to; of any other node, itself.
    constexpr recorded value(int operand) {
        record::recorder& target = loops_.target();
        if (!exist() || operand < target.input_count()) return recorded(target, operand);
        const turn_read turns = turns_of(operand);
        if (turns.count == 0) return recorded(target, operand);
        while (values_.size() <= operand) values_.push(recorded());
        if (values_[operand].is_literal(0)) {
            const recorded made = make(operand, turns);
            values_[operand] = made;
        }
        return values_[operand];
    }
    constexpr recorded value(const recorded& x) { return x.is_literal() ? x : value(x.operand()); }

    /// The ordered loops that a node stands in, each with the loop that goes back, and the loops over rows that these
    /// are at.
    constexpr turn_read turns_of(int node) {
        turn_read turns;
        const record::index_set set = loops_.indices_of_node(node);
        for (int i = 0; i < loops_.tables.index_count; ++i)
            if (record::contains(set, i) && index(i) != i) {
                if (turns.count == most_nested_turns) {
                    loops_.fault = record::loop_fault::too_many;
                    break;
                }
                turns.of[turns.count] = i;
                turns.in[turns.count++] = index(i);
            }
        return turns;
    }

private:
    /// A sweep inside the body of an ordered loop stays in the turn that is being recorded.
    constexpr bool is_gone_back_through(int index) const {
        const loop_index& of = loops_.tables.indices[index];
        return of.is_ordered && of.reverses < 0 && !record::contains(open_, index);
    }
    constexpr const instruction& maker(int node) const { return *loops_.target().instruction_of(node); }

    constexpr recorded make(int node, const turn_read& turns) {
        const instruction step = maker(node);
        switch (loop_step_of(step.function)) {
            case loop_step::element: return loops_.element(access(loops_.accesses[name_in(step)]));
            case loop_step::index: return loops_.index(index(name_in(step)));
            case loop_step::extent: return loops_.extent(extent(name_in(step)));
            case loop_step::at_turn: {
                turn_read read = record::turns_of_read(loops_, step);
                for (int i = 0; i < read.count; ++i) read.in[i] = subscript(read.in[i]);
                const turn_read of_operand = turns_of(step.operands[0]);
                // Written the other way round, nvcc takes it for a template.
                for (int i = 0; i < of_operand.count && most_nested_turns > read.count; ++i) {
                    if (read.place_of(of_operand.of[i]) >= 0) continue;
                    read.of[read.count] = of_operand.of[i];
                    read.in[read.count++] = of_operand.in[i];
                }
                return record::at_turn(loops_, recorded(loops_.target(), step.operands[0]), read);
            }
            case loop_step::none: break;
            default: return record::at_turn(loops_, recorded(loops_.target(), node), turns);
        }
        if (kind_of(step) != value_kind::truth && !is_cheap(step.function->role) && !goes_back(node))
            return record::at_turn(loops_, recorded(loops_.target(), node), turns);
        return record::record_again(step, [&](int operand) { return value(operand); });
    }
    /// Whether a node stands in a loop that goes back.
    constexpr bool goes_back(int node) const {
        const record::index_set set = loops_.indices_of_node(node);
        for (int i = 0; i < loops_.tables.index_count; ++i)
            if (record::contains(set, i) && loops_.tables.indices[i].reverses >= 0) return true;
        return false;
    }
    static constexpr bool is_cheap(row_role role) {
        switch (role) {
            case row_role::negate:
            case row_role::add:
            case row_role::subtract:
            case row_role::multiply:
            case row_role::square:
            case row_role::select: return true;
            default: return false;
        }
    }

    record::loop_recorder& loops_;
    record::index_set open_; // the loops around what is being recorded
    stack<recorded> values_; // by node; the literal 0 where there is none yet
};

} // namespace pullback::engine::differentiate

#endif
