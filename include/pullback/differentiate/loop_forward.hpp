// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DIFFERENTIATE_LOOP_FORWARD_HPP
#define PULLBACK_DIFFERENTIATE_LOOP_FORWARD_HPP

#include <pullback/differentiate/forward.hpp>
#include <pullback/differentiate/loop_finiteness.hpp>
#include <pullback/differentiate/loop_sums.hpp>
#include <pullback/differentiate/one_sided.hpp>
#include <pullback/differentiate/product_program.hpp>
#include <pullback/functions/conditions.hpp>
#include <pullback/functions/elementary.hpp>
#include <pullback/functions/row_facts.hpp>
#include <pullback/program/loops.hpp>
#include <pullback/program/operation.hpp>
#include <pullback/program/program.hpp>
#include <pullback/program/walks.hpp>
#include <pullback/program/workspace.hpp>
#include <pullback/record/loop_recorder.hpp>
#include <pullback/record/recorded.hpp>
#include <pullback/record/recorded_scalar.hpp>
#include <pullback/record/simplify.hpp>
#include <pullback/record/turn_reads.hpp>

namespace pullback::engine::differentiate {

/// A forward sweep over what was recorded when it was made: a node's tangent stands in the loops that the node stands
/// in.
class loop_forward {
public:
    /// With `zero_component::is_left_out`, an input whose tangent is 0 at run time has no part, also where a derivative
    /// is infinite.
    constexpr loop_forward(record::loop_recorder& loops, zero_component zero)
        : loops_(loops),
          target_(loops.target()),
          from_(target_.view()),
          nodes_(from_.node_count()),
          tangents(nodes_),
          counts_zeros_(zero == zero_component::is_left_out),
          names_(nodes_),
          moves_(nodes_),
          is_needed_(nodes_),
          is_maybe_infinite_(nodes_),
          is_sided_(nodes_),
          carries_(loops.carries.size()),
          is_moving_(loops.carries.size() > 0 ? nodes_ : 0),
          tangent_carries_(loops.carries.size()) {
        for (int& each : tangent_array_) each = -1;
        for (int node = 0; node < nodes_; ++node) names_[node] = recorded(target_, node);
        const bool counts_all = !counts_zeros_ || has_selections(from_);
        mark_maybe_infinite_in_loops(from_, is_maybe_infinite_.data(), counts_all ? poles::count : poles::are_left_out);
        mark_sided_in_loops(from_, is_maybe_infinite_.data(), is_sided_.data());
    }

    /// Says which array holds the tangents of another.
    constexpr void set_tangent_array(int of, int array) { tangent_array_[of] = array; }
    /// Says that the tangent of an operand is wanted.
    constexpr void need(int operand) {
        if (operand >= 0) is_needed_[operand] = true;
    }

    constexpr void run() {
        engine::mark_needed(
            from_, is_needed_.data(), [&](int node, const instruction&) { return is_needed_[node]; },
            [](int, const instruction&, int) { return true; });
        if (has_states()) {
            for (int i = 0; i < carries_; ++i) tangent_carries_[i] = 0; // each sweep has states of its own
            mark_states_needed();
            mark_moving();
        }
        const forward_sweep sweep{from_,
                                  names_.data(),
                                  is_needed_.data(),
                                  is_maybe_infinite_.data(),
                                  is_sided_.data(),
                                  tangents.data(),
                                  counts_zeros_ ? moves_.data() : nullptr};
        for (int i = 0; i < from_.input_count; ++i) note_move(i);
        for (int node = from_.input_count; node < nodes_; ++node) {
            tangents[node] = recorded();
            if (is_needed_[node]) visit(node, sweep);
        }
        for (int i = 0; i < carries_; ++i)
            if (tangent_carries_[i] != 0) {
                loop_carry& tangent = loops_.carries[tangent_carries_[i] - 1];
                tangent.first = of(loops_.carries[i].first).operand_in(target_);
                tangent.next = of(loops_.carries[i].next).operand_in(target_);
            }
    }
    constexpr recorded of(int operand) const { return operand >= 0 ? tangents[operand] : recorded(0); }

private:
    record::loop_recorder& loops_;
    record::recorder& target_;
    program_view from_;
    int nodes_;

public:
    workspace<recorded> tangents; // those of inputs are set before the sweep

private:
    constexpr bool has_states() const { return carries_ > 0; }
    /// What a state that is needed is made of is needed, too.
    constexpr void mark_states_needed() {
        for (bool is_changed = true; is_changed;) {
            is_changed = false;
            const auto mark = [&](int operand) {
                if (operand < 0 || is_needed_[operand]) return;
                is_needed_[operand] = is_changed = true;
            };
            for (int node = nodes_ - 1; node >= from_.input_count; --node) {
                if (!is_needed_[node]) continue;
                const instruction& step = from_.maker_of(node);
                for (int k = 0; k < step.function->arity; ++k) mark(step.operands[k]);
                const loop_step loop = loop_step_of(step.function);
                if (loop != loop_step::carry && loop != loop_step::last) continue;
                const loop_carry& carry = loops_.carries[name_in(step)];
                mark(carry.node);
                mark(carry.first);
                mark(carry.next);
            }
        }
    }
    /// The nodes that have a tangent at all.
    constexpr void mark_moving() {
        for (int node = 0; node < nodes_; ++node) is_moving_[node] = false;
        for (bool is_changed = true; is_changed;) {
            is_changed = false;
            for (int node = 0; node < nodes_; ++node) {
                if (is_moving_[node] || !moves_at_all(node)) continue;
                is_moving_[node] = is_changed = true;
            }
        }
    }
    constexpr bool moves_at_all(int node) const {
        if (node < from_.input_count) return !tangents[node].is_literal(0);
        const instruction& step = from_.maker_of(node);
        if (kind_of(step) == value_kind::truth) return false;
        const auto moves = [&](int operand) { return operand >= 0 && is_moving_[operand]; };
        switch (loop_step_of(step.function)) {
            case loop_step::element: {
                const array_access& at = loops_.accesses[name_in(step)];
                return !at.is_integer && tangent_array_[at.array] >= 0;
            }
            case loop_step::carry:
            case loop_step::last: {
                const loop_carry& carry = loops_.carries[name_in(step)];
                return moves(carry.first) || moves(carry.next);
            }
            case loop_step::at_turn:
            case loop_step::scatter: return moves(step.operands[0]); // the other operand is a subscript
            default: break;
        }
        for (int k = 0; k < step.function->arity; ++k)
            if (moves(step.operands[k])) return true;
        return false;
    }
    /// The tangent of a number of a state is a number of the state of the same loop.
    constexpr recorded tangent_of_state(int number) {
        const loop_carry carry = loops_.carries[number];
        if (tangent_carries_[number] == 0) {
            tangent_carries_[number] = 1 + loops_.carries.size();
            loops_.add_carry(carry.index, recorded(0), carry.around, elements_of_state(loops_.tables, carry));
        }
        return recorded(target_, loops_.carries[tangent_carries_[number] - 1].node);
    }

    // Whether what an input or element stands for moves is asked of its tangent.
    constexpr void note_move(int node) {
        if (counts_zeros_ && is_sided_[node] && !tangents[node].is_literal())
            moves_[node] = record::as_operand(tangents[node] != recorded(0));
    }

    /// A reverse sweep asks whether what an ordered loop hands back is 0, and so counts for nothing. Where that moves
    /// away from 0 it counts, so for tangents what is asked is x != 0 or dx != 0.
    constexpr void ask_of_tangents(int node, const instruction& step) {
        if (!has_states() || step.is_primal) return;
        recorded operands[most_operands];
        bool is_changed = false;
        for (int k = 0; k < step.function->arity; ++k) {
            const int operand = step.operands[k];
            operands[k] = operand >= 0 ? names_[operand] : recorded(target_, operand);
            if (operand_kind_of(step.function) == value_kind::truth)
                is_changed = is_changed || operands[k].operand() != operand;
        }
        if (is_changed) names_[node] = record::record_again(step.function, operands);
        if (!record::is_call_of<functions::not_equal>(step.function)) return;
        for (int k = 0; k < 2; ++k)
            if (operands[k].is_literal(0) && !of(step.operands[1 - k]).is_literal(0))
                names_[node] =
                    record::as_operand(record::as_condition(names_[node]) || of(step.operands[1 - k]) != recorded(0));
    }

    constexpr void visit(int node, const forward_sweep& sweep) {
        const instruction step = from_.maker_of(node);
        if (kind_of(step) == value_kind::truth) return ask_of_tangents(node, step);
        switch (loop_step_of(step.function)) {
            case loop_step::none:
                for (int k = 0; k < step.function->arity; ++k)
                    if (!of(step.operands[k]).is_literal(0)) return sweep.visit(from_.index_of(node));
                return;
            case loop_step::element: {
                array_access at = loops_.accesses[name_in(step)];
                if (at.is_integer || tangent_array_[at.array] < 0) return;
                at.array = tangent_array_[at.array];
                tangents[node] = loops_.element(at);
                note_move(node);
                return;
            }
            case loop_step::carry:
                if (!is_moving_[node]) return;
                tangents[node] = tangent_of_state(name_in(step));
                note_move(node);
                return;
            case loop_step::last:
                if (!is_moving_[node]) return;
                tangent_of_state(name_in(step));
                tangents[node] = loops_.last(tangent_carries_[name_in(step)] - 1);
                note_move(node);
                return;
            case loop_step::at_turn:
                tangents[node] = record::at_turn(loops_, of(step.operands[0]), record::turns_of_read(loops_, step));
                note_move(node);
                return;
            case loop_step::scatter: {
                if (of(step.operands[0]).is_literal(0)) return;
                const turn_read read = record::turns_of_read(loops_, step);
                tangents[node] =
                    record::scatter(loops_, of(step.operands[0]), read.of[0], read.in[0], read.offsets[0], read.over);
                note_move(node);
                return;
            }
            case loop_step::sum: return sum_tangents(node, step.operands[0], of(step.operands[0]), name_in(step));
            case loop_step::product: {
                const recorded inner = of(step.operands[0]);
                if (inner.is_literal(0)) return;
                const recorded others = product_of_others(loops_, names_[step.operands[0]], name_in(step));
                return sum_tangents(node, step.operands[0], inner * others, name_in(step));
            }
            default: return; // the place of an extremum does not move
        }
    }

    constexpr void sum_tangents(int node, int operand, const recorded& tangent, int index) {
        if (tangent.is_literal(0)) return;
        const bool stays_one_sided = is_sided_[node] && !counts_zeros_;
        tangents[node] = sum_of_sides(loops_, tangent, index, stays_one_sided,
                                      [&](const recorded& x) { return loops_.reduce(loop_step::sum, x, index); });
        if (!counts_zeros_ || !is_sided_[node]) return;
        const recorded& moves = moves_[operand];
        if (moves.is_literal()) moves_[node] = moves;
        else
            moves_[node] =
                record::as_operand(in_some_turn(loops_, where_taken(record::as_condition(moves), tangent), index));
    }

    bool counts_zeros_;
    workspace<recorded> names_;
    workspace<recorded> moves_; // as forward_sweep has them
    workspace<bool> is_needed_, is_maybe_infinite_, is_sided_;
    int carries_;
    workspace<bool> is_moving_;      // where there are states
    workspace<int> tangent_carries_; // 1 + the number of the state that is the tangent of each, or 0
    int tangent_array_[most_arrays]{};
};

} // namespace pullback::engine::differentiate

#endif
