// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DIFFERENTIATE_LOOPS_HPP
#define PULLBACK_DIFFERENTIATE_LOOPS_HPP

#include <pullback/differentiate/loop_finiteness.hpp>
#include <pullback/differentiate/loop_sums.hpp>
#include <pullback/differentiate/moved_turns.hpp>
#include <pullback/differentiate/one_sided.hpp>
#include <pullback/differentiate/reversed_turns.hpp>
#include <pullback/differentiate/sum_over_index.hpp>
#include <pullback/functions/conditions.hpp>
#include <pullback/functions/elementary.hpp>
#include <pullback/functions/row_facts.hpp>
#include <pullback/program/loops.hpp>
#include <pullback/program/program.hpp>
#include <pullback/program/stack.hpp>
#include <pullback/program/workspace.hpp>
#include <pullback/record/index_set.hpp>
#include <pullback/record/loop_fault.hpp>
#include <pullback/record/loop_recorder.hpp>
#include <pullback/record/recorded_scalar.hpp>
#include <pullback/record/turn_reads.hpp>

#include <bit>

namespace pullback::engine::differentiate {

using record::contains;
using record::index_set;
using record::loop_recorder;
using record::set_of;

/// A reverse sweep over what is recorded so far. The adjoint of a node is the sum of its contributions, each summed
/// over the indices that the user stands in and the node does not. Baur and Strassen's bound holds for each loop.
class loop_reverse {
public:
    constexpr explicit loop_reverse(loop_recorder& loops)
        : loops_(loops),
          target_(loops.target()),
          nodes_(target_.input_count() + target_.size()),
          adjoints(nodes_),
          is_wanted(nodes_),
          newest_(nodes_),
          is_active_(nodes_),
          is_maybe_infinite_(nodes_),
          is_singular_(nodes_),
          carries_(loops.carries.size()),
          turns_(loops),
          adjoint_carries_(loops.carries.size()) {
        mark_maybe_infinite_in_loops(target_.view(), is_maybe_infinite_.data());
        mark_maybe_infinite_in_loops(target_.view(), is_singular_.data(), poles::are_left_out);
    }

    /// Adds to the adjoint of a node before the sweep.
    constexpr void seed(int node, const recorded& adjoint) { add(node, adjoint, loops_.indices_of(adjoint)); }
    /// Where the adjoint of an element stands: in the turns that are gone back through.
    constexpr array_access access_of_adjoint(const array_access& at) { return turns_.access(at); }
    /// The same of a cotangent, which is a number at run time: a result whose cotangent is 0 has no part, also where a
    /// derivative is infinite.
    constexpr void seed_cotangent(int node, const recorded& cotangent) {
        seed_cotangent_in(node, cotangent, loops_.indices_of(cotangent));
    }

    /// Says that the adjoints stay apart by these indices: those of each element of an array of results.
    constexpr void keep_apart(index_set indices) { apart_ = indices; }

    /// The sweep. Afterwards the adjoints of all wanted nodes are there.
    constexpr void run() {
        mark_active();
        // What does not fit is recorded again with more room.
        for (int node = nodes_ - 1; node >= 0 && !target_.overflow(); --node)
            if (is_active_[node] && (newest_[node] != 0 || is_handed_back(node))) visit(node);
    }
    /// Whether a node is made of a sum or product over one of these indices that depends on wanted nodes: kept apart by
    /// that index, the adjoint of such a sum would reach one of its terms only.
    constexpr bool has_sum_over(int of, index_set indices) {
        mark_active();
        workspace<bool> is_read(nodes_);
        stack<int> waiting;
        const auto read = [&](int node) {
            if (node < 0 || is_read[node] || !is_active_[node] || is_wanted[node]) return;
            is_read[node] = true;
            waiting.push(node);
        };
        for (read(of); waiting.size() > 0;) {
            const instruction step = *target_.instruction_of(waiting.pop());
            const loop_step loop = loop_step_of(step.function);
            if ((loop == loop_step::sum || loop == loop_step::product) && contains(indices, name_in(step))) return true;
            for (int k = 0; k < step.function->arity; ++k) read(step.operands[k]);
            if (loop != loop_step::carry && loop != loop_step::last) continue;
            const loop_carry carry = loops_.carries[name_in(step)];
            read(carry.first);
            read(carry.next);
        }
        return false;
    }
    /// Whether a node was there when this sweep was made.
    constexpr bool has_node(int node) const { return node < nodes_; }
    /// Whether it has an adjoint that is not 0 as well.
    constexpr bool has_adjoint(int node) const { return has_node(node) && !adjoints[node].is_literal(0); }

    /// Forgets all adjoints, for another sweep.
    constexpr void clear() {
        contributions_.shrink(0);
        for (int node = 0; node < nodes_; ++node) {
            newest_[node] = 0;
            adjoints[node] = recorded();
        }
        for (int i = 0; i < carries_; ++i) adjoint_carries_[i] = 0;
    }

private:
    loop_recorder& loops_;
    record::recorder& target_;
    int nodes_;

public:
    workspace<recorded> adjoints;
    workspace<bool> is_wanted;

private:
    struct contribution {
        recorded value;
        index_set over = 0;
        int before = 0; // 1 + number, 0 where there is none
    };

    constexpr loop_step step_of(int node) const {
        const instruction* const made_by = target_.instruction_of(node);
        return made_by == nullptr ? loop_step::none : loop_step_of(made_by->function);
    }
    constexpr bool uses_active(int node) const {
        const instruction* const made_by = target_.instruction_of(node);
        if (made_by == nullptr || kind_of(*made_by) == value_kind::truth) return false;
        const loop_step step = step_of(node);
        if (step == loop_step::carry || step == loop_step::last) {
            const loop_carry& carry = loops_.carries[name_in(*made_by)];
            return (carry.first >= 0 && is_active_[carry.first]) || (carry.next >= 0 && is_active_[carry.next]);
        }
        if (step == loop_step::at_turn || step == loop_step::scatter)
            return made_by->operands[0] >= 0 && is_active_[made_by->operands[0]];
        if (step != loop_step::none && step != loop_step::sum && step != loop_step::product) return false;
        for (int k = 0; k < made_by->function->arity; ++k)
            if (made_by->operands[k] >= 0 && is_active_[made_by->operands[k]]) return true;
        return false;
    }

    constexpr void mark_active() {
        for (bool is_changed = true; is_changed; is_changed = is_changed && turns_.exist()) {
            is_changed = false;
            for (int node = 0; node < nodes_; ++node) {
                const bool is_active = is_wanted[node] || uses_active(node);
                is_changed = is_changed || is_active != is_active_[node];
                is_active_[node] = is_active;
            }
        }
    }

    /// The indices that the adjoint of a node depends on.
    constexpr index_set adjoint_indices(int node) {
        const index_set set = loops_.indices_of_node(node);
        return carries_ > 0 ? turns_.indices(set) : set;
    }
    constexpr void add(int node, const recorded& value, index_set stands_in) {
        if (node < 0 || value.is_literal(0)) return;
        contributions_.push({value, stands_in & ~adjoint_indices(node) & ~apart_, newest_[node]});
        newest_[node] = contributions_.size();
    }

    // The oldest first, those summed over the same indices together.
    constexpr recorded gathered(int node) {
        stack<int, 8> mine;
        for (int i = newest_[node]; i != 0; i = contributions_[i - 1].before) mine.push(i - 1);
        const bool is_sided = is_maybe_infinite_[node];
        const auto sum = [&](const recorded& x, const recorded& y) {
            return x.is_literal(0) ? y : sum_of(x, y, is_sided);
        };
        recorded whole(0);
        for (int i = mine.size() - 1; i >= 0; --i) {
            if (mine[i] < 0) continue;
            const index_set over = contributions_[mine[i]].over;
            recorded part(0);
            for (int k = i; k >= 0; --k)
                if (mine[k] >= 0 && contributions_[mine[k]].over == over) {
                    part = sum(part, contributions_[mine[k]].value);
                    mine[k] = -1;
                }
            for (index_set left = over; left != 0;) {
                const int index = innermost_of(left);
                left &= ~set_of(index);
                part = sum_of_sides(loops_, part, index, is_sided,
                                    [&](const recorded& x) { return sum_over_index(loops_, index).of(x); });
            }
            whole = sum(whole, part);
        }
        return whole;
    }

    /// The one of these indices whose loop stands furthest in.
    constexpr int innermost_of(index_set set) const {
        int found = static_cast<int>(std::bit_width(set)) - 1;
        if (!turns_.exist()) return found; // that recorded last
        for (int index = found; index >= 0; --index)
            if (contains(set, index) && loops_.tables.indices[index].depth > loops_.tables.indices[found].depth)
                found = index;
        return found;
    }

    constexpr bool is_handed_back(int node) const {
        if (!turns_.exist() || step_of(node) != loop_step::carry) return false;
        return adjoint_carries_[name_in(*target_.instruction_of(node))] != 0;
    }
    /// Begins the loop that goes back through the turns of an ordered one: the adjoint of each number of the state is
    /// handed back, and what has become of it in a turn is the adjoint of what the turn made.
    constexpr void go_back(int index) {
        if (loops_.tables.indices[index].reverses >= 0) loops_.fault = record::loop_fault::reversed_twice;
        for (int i = 0; i < carries_; ++i) {
            const loop_carry carry = loops_.carries[i];
            if (carry.index != index || !is_active_[carry.node] || adjoint_carries_[i] != 0) continue;
            adjoint_carries_[i] = 1 + loops_.carries.size();
            const recorded adjoint = loops_.add_carry(turns_.reversed(index), recorded(0), turns_.indices(carry.around),
                                                      turns_.indices(elements_of_state(loops_.tables, carry)));
            if (carry.next >= 0) seed_cotangent_in(carry.next, adjoint, turns_.indices(carry.indices));
        }
    }
    constexpr void seed_cotangent_in(int node, const recorded& cotangent, index_set stands_in) {
        add(node, is_singular_[node] ? pullback::select(cotangent != recorded(0), cotangent, recorded()) : cotangent,
            stands_in);
    }

    constexpr void visit_state(int node, const recorded& adjoint, loop_step step) {
        const int number = name_in(*target_.instruction_of(node));
        const loop_carry carry = loops_.carries[number];
        if (step == loop_step::last) {
            if (adjoint.is_literal(0)) return;
            go_back(carry.index);
            loops_.carries[adjoint_carries_[number] - 1].first = adjoint.operand_in(target_);
        } else if (adjoint_carries_[number] != 0) {
            const int handed_back = adjoint_carries_[number] - 1;
            loops_.hand_on(handed_back, adjoint);
            if (carry.first >= 0 && is_active_[carry.first])
                add(carry.first, loops_.last(handed_back), turns_.indices(carry.indices & ~set_of(carry.index)));
        }
    }
    /// The adjoint of a neighbour, without the selection of neighbours that are there: of those only it is asked.
    constexpr recorded taken(const recorded& adjoint, const turn_read& back) {
        const instruction* const made_by = adjoint.is_literal() ? nullptr : target_.instruction_of(adjoint.operand());
        if (made_by == nullptr || made_by->function->role != row_role::select || made_by->operands[2] >= 0)
            return adjoint;
        const int index = back.of[0], offset = -back.offsets[0];
        const instruction step = *made_by;
        const recorded place = loops_.index(index);
        const recorded_condition is_there =
            offset < 0 ? place >= recorded(-offset)
                       : place < loops_.extent(loops_.tables.indices[index].extent) - recorded(offset);
        const bool is_zero = recorded(target_, step.operands[2]).is_literal(0);
        return is_zero && !is_there.is_known() && is_there.operand() == step.operands[0]
                   ? recorded(target_, step.operands[1])
                   : adjoint;
    }
    /// A value that was read in other turns. Where each turn is read in one other turn, its adjoint is what the adjoint
    /// of the read is there; where data say which one is read, the adjoints of all reads are added up where they were
    /// read.
    constexpr void visit_read(const instruction& step, const recorded& adjoint, index_set stands_in) {
        turn_read read = record::turns_of_read(loops_, step);
        index_set done = adjoint_indices(step.operands[0]);
        for (int i = 0; i < read.count; ++i) {
            if (loops_.tables.indices[read.of[i]].is_ordered) go_back(read.of[i]);
            read.of[i] = turns_.index(read.of[i]);
            read.in[i] = turns_.subscript(read.in[i]);
            done &= ~set_of(read.of[i]);
        }
        turn_read back;
        recorded_condition is_read = true;
        bool is_placed[most_nested_turns]{};
        for (int i = 0; i < read.count; ++i) {
            const int from = read.in[i], to = read.of[i], offset = read.offsets[i];
            is_placed[i] = is_index_subscript(from) && !contains(done | apart_, from) && back.place_of(from) < 0 &&
                           loops_.have_one_extent(from, to);
            if (!is_placed[i]) continue;
            stands_in = (stands_in & ~set_of(from)) | set_of(to);
            back.of[back.count] = from;
            back.offsets[back.count] = -offset;
            back.in[back.count++] = to;
            if (offset > 0) is_read = is_read && loops_.index(to) >= recorded(offset);
            if (offset < 0)
                is_read =
                    is_read && loops_.index(to) < loops_.extent(loops_.tables.indices[to].extent) - recorded(-offset);
        }
        for (int i = 0; i < back.count; ++i) done |= set_of(back.in[i]);
        recorded placed = back.count == 1 && read.count == 1 && back.of[0] == back.in[0]
                              ? moved_turns(loops_, back.of[0], back.offsets[0]).of(taken(adjoint, back))
                              : record::at_turn(loops_, adjoint, back);
        placed = pullback::select(is_read, placed, recorded());
        for (int i = 0; i < read.count; ++i) {
            if (is_placed[i]) continue;
            const int subscript = read.in[i], to = read.of[i], offset = read.offsets[i];
            const index_set over = stands_in & ~done & ~apart_;
            if (over != 0) {
                placed = record::scatter(loops_, placed, to, subscript, offset, over);
            } else {
                const recorded place = loops_.position(subscript, loops_.tables.indices[to].extent);
                placed = pullback::select(loops_.index(to) == place + recorded(offset), placed, recorded());
            }
            stands_in = (stands_in & ~over) | set_of(to);
            done |= set_of(to);
        }
        seed_cotangent_in(step.operands[0], placed, stands_in);
    }
    /// Terms that were added up at subscripts of theirs: each has the adjoint of the sum there.
    constexpr void visit_scatter(const instruction& step, const recorded& adjoint, index_set stands_in) {
        const turn_read read = record::turns_of_read(loops_, step);
        turn_read back;
        back.count = 1;
        back.of[0] = turns_.index(read.of[0]);
        back.in[0] = turns_.subscript(read.in[0]);
        back.offsets[0] = read.offsets[0];
        add(step.operands[0], record::at_turn(loops_, adjoint, back),
            (stands_in & ~set_of(back.of[0])) | turns_.indices(read.over));
    }

    constexpr void visit(int node) {
        const recorded adjoint = gathered(node);
        adjoints[node] = adjoint;
        const instruction* const made_by = target_.instruction_of(node);
        const loop_step loop = made_by == nullptr ? loop_step::none : loop_step_of(made_by->function);
        if (loop == loop_step::carry || loop == loop_step::last) return visit_state(node, adjoint, loop);
        if (is_wanted[node] || adjoint.is_literal(0)) return;
        const instruction step = *made_by;
        const index_set stands_in = adjoint_indices(node);
        if (loop == loop_step::at_turn) return visit_read(step, adjoint, stands_in);
        if (loop == loop_step::scatter) return visit_scatter(step, adjoint, stands_in);
        if (loop == loop_step::sum) {
            add(step.operands[0], adjoint, stands_in);
            return;
        }
        if (loop == loop_step::product) {
            const int index = turns_.index(name_in(step));
            stack<recorded, 4> sides;
            const recorded inner = inner_of(adjoint, sides);
            const recorded others = product_of_others(loops_, turns_.value(step.operands[0]), index);
            add(step.operands[0], select_of(sides, inner * others), stands_in | set_of(index));
            return;
        }
        recorded operands[most_operands], parts[most_operands];
        // The rule is asked in the turns that went forward, where what is dear in its answer is computed and kept.
        for (int k = 0; k < step.function->arity; ++k) operands[k] = recorded(target_, step.operands[k]);
        if (is_maybe_infinite_[node]) pull_back(step.function, operands, recorded(target_, node), adjoint, parts);
        else step.function->pullback(operands, recorded(target_, node), adjoint, parts);
        if (carries_ > 0)
            for (recorded& part : parts) part = turns_.value(part);
        for (int k = first_number_operand(step.function); k < step.function->arity; ++k)
            if (step.operands[k] >= 0 && is_active_[step.operands[k]]) add(step.operands[k], parts[k], stands_in);
    }

    stack<contribution> contributions_;
    workspace<int> newest_; // 1 + the newest contribution of each node
    workspace<bool> is_active_;
    workspace<bool> is_maybe_infinite_; // where one-sided adjoints matter
    workspace<bool> is_singular_;       // also where no selection has left out what is infinite
    index_set apart_ = 0;
    int carries_;
    reversed_turns turns_;
    workspace<int> adjoint_carries_; // 1 + the number of the state that is the adjoint of each, 0 where there is none
};

} // namespace pullback::engine::differentiate

#endif
