// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_OPTIMISE_CONSTANT_STATES_HPP
#define PULLBACK_OPTIMISE_CONSTANT_STATES_HPP

#include <pullback/functions/elementary.hpp>
#include <pullback/program/loops.hpp>
#include <pullback/program/program.hpp>
#include <pullback/program/workspace.hpp>
#include <pullback/record/index_set.hpp>
#include <pullback/record/loop_program.hpp>

#include <type_traits>

// A number of a state that each turn hands on as it is stays what it is in the first turn, so it stands before the
// loop: the adjoint of a state that each turn adds something to is one. A loop that hands on nothing else then is a
// loop as any other.

namespace pullback::engine::optimise {

/// Whether a number of a state is the same in all turns. (An array in a state may be dear to make, and stays one. Where
/// a loop has as many turns as an earlier one had, its state waits for that one to end.)
constexpr bool is_constant_state(const auto& from, const loop_carry& carry) {
    return carry.index >= 0 && carry.next == carry.node && !carry.is_condition &&
           elements_of_state(from.tables, carry) == 0 && from.tables.indices[carry.index].turns < 0;
}

template <class Built>
constexpr bool has_constant_states() {
    for (const loop_carry& carry : Built::code.carries)
        if (optimise::is_constant_state(Built::code, carry)) return true;
    return false;
}

/// The operands that stand in for the nodes of a program with loops.
template <class Program>
class constant_states {
public:
    constexpr explicit constant_states(const Program& from)
        : from_(from), stands_in_(from.node_count), is_constant_(Program::carry_count), sets_(from.node_count) {
        for (int i = 0; i < Program::carry_count; ++i) {
            is_constant_[i] = optimise::is_constant_state(from_, from_.carries[i]);
            if (!is_constant_[i]) continue;
            find();
            is_constant_[i] = stays_in_order();
            is_any_ = is_any_ || is_constant_[i];
        }
        find();
        stays_in_order();
    }

    constexpr bool is_any() const { return is_any_; }
    constexpr int operator()(int operand) const {
        while (operand >= 0 && stands_in_[operand] != operand) operand = stands_in_[operand];
        return operand;
    }
    /// The loops that a node stands in now.
    constexpr record::index_set indices_of(int operand) const { return operand < 0 ? 0 : sets_[operand]; }

private:
    constexpr void find() {
        for (int node = 0; node < from_.node_count; ++node) {
            stands_in_[node] = node;
            int state = node;
            if (from_.step_of(node) == loop_step::at_turn && from_.turn_reads[name_in(from_.maker_of(node))].count == 1)
                state = from_.maker_of(node).operands[0];
            if (state < 0 || !is_of_state(from_.step_of(state))) continue;
            const int number = name_in(from_.maker_of(state));
            const bool is_one_loops =
                state == node || from_.turn_reads[name_in(from_.maker_of(node))].of[0] == from_.carries[number].index;
            if (is_constant_[number] && is_one_loops) stands_in_[node] = from_.carries[number].first;
        }
    }
    /// Finds in which loops nodes stand now. False where one would come before what it is computed from, or where what
    /// a loop adds up, stores or keeps would stand in fewer loops.
    constexpr bool stays_in_order() {
        for (int node = 0; node < from_.node_count; ++node) {
            sets_[node] = from_.indices_of(node);
            if (node < from_.input_count) continue;
            const instruction& step = from_.maker_of(node);
            const bool is_plain = from_.step_of(node) == loop_step::none;
            record::index_set set = 0;
            for (int k = 0; k < step.function->arity; ++k) {
                const int operand = (*this)(step.operands[k]);
                if (stands_in_[node] == node && operand >= node) return false;
                set |= indices_of(operand);
                if (!is_plain && stands_in_[node] == node && !stands_where_it_stood(step.operands[k])) return false;
            }
            if (is_plain) sets_[node] = set;
        }
        for (int i = 0; i < Program::store_count; ++i)
            if (!stands_where_it_stood(from_.stores[i].operand)) return false;
        return true;
    }
    constexpr bool stands_where_it_stood(int operand) const {
        return operand < 0 || indices_of((*this)(operand)) == from_.indices_of(operand);
    }

    const Program& from_;
    workspace<int> stands_in_;
    workspace<bool> is_constant_; // by the number of the state
    workspace<record::index_set> sets_;
    bool is_any_ = false;
};

/// The program without constant states, and without what is dead then.
template <class Built>
struct loops_without_constant_states {
private:
    static constexpr const auto& from = Built::code;
    static constexpr auto write() {
        auto result = from;
        const constant_states stands_in(from);
        if (!stands_in.is_any()) return result;
        for (int i = 0; i < from.straight.size; ++i) {
            rename_operands(result.straight.code[i], stands_in);
            result.sets[i] = stands_in.indices_of(from.node_of(i));
        }
        for (int& output : result.straight.outputs) output = stands_in(output);
        for (int i = 0; i < from.store_count; ++i) result.stores[i].operand = stands_in(result.stores[i].operand);
        for (int i = 0; i < from.carry_count; ++i) {
            if (result.carries[i].index < 0) continue;
            result.carries[i].first = stands_in(result.carries[i].first);
            if (result.carries[i].next != result.carries[i].node)
                result.carries[i].next = stands_in(result.carries[i].next);
        }
        return result;
    }
    static constexpr auto whole = write();

public:
    static constexpr const auto& code = record::live_loops<whole>::code;
};

/// A program with loops as it runs, without constant states.
template <class Built>
struct after_constant_states : std::type_identity<Built> {};
template <class Built>
    requires(optimise::has_constant_states<Built>())
struct after_constant_states<Built> : std::type_identity<loops_without_constant_states<Built>> {};

} // namespace pullback::engine::optimise

#endif
