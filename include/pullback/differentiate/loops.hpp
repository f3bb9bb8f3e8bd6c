// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DIFFERENTIATE_LOOPS_HPP
#define PULLBACK_DIFFERENTIATE_LOOPS_HPP

#include <pullback/differentiate/loop_finiteness.hpp>
#include <pullback/differentiate/loop_sums.hpp>
#include <pullback/differentiate/one_sided.hpp>
#include <pullback/differentiate/reversed_turns.hpp>
#include <pullback/functions/conditions.hpp>
#include <pullback/functions/elementary.hpp>
#include <pullback/program/loops.hpp>
#include <pullback/program/program.hpp>
#include <pullback/program/stack.hpp>
#include <pullback/program/workspace.hpp>
#include <pullback/record/loop_recorder.hpp>
#include <pullback/record/recorded_scalar.hpp>

#include <bit>

namespace pullback::engine::differentiate {

using record::contains;
using record::index_set;
using record::loop_recorder;
using record::set_of;

/// The sum over an index of what is recorded: factors that do not depend on the index stand before the sum, and a sum
/// whose terms all have such factors is divided into sums. (This is what makes of a gradient that repeats a loop for
/// every parameter one loop.) What is left of numbers without their mean adds up to 0, which spares the gradient of a
/// variance a loop.
class sum_over_index {
public:
    constexpr sum_over_index(loop_recorder& loops, int index) : loops_(loops), index_(index) {}

    constexpr recorded of(const recorded& x) const {
        if (!depends(x)) return loops_.reduce(loop_step::sum, x, index_);
        const instruction* const made_by = maker_of(x);
        if (made_by == nullptr) return loops_.reduce(loop_step::sum, x, index_);
        switch (made_by->function->role) {
            case row_role::negate: return -of(operand(*made_by, 0));
            case row_role::multiply: return of_product(x);
            case row_role::divide:
                if (!depends(operand(*made_by, 1)))
                    return of(operand(*made_by, 0)) / loops_.unless_empty(operand(*made_by, 1), recorded(1), index_);
                break;
            case row_role::add:
                if (has_factor_in_each_term(x)) return of(operand(*made_by, 0)) + of(operand(*made_by, 1));
                break;
            case row_role::subtract:
                if (is_mean_of(operand(*made_by, 0), operand(*made_by, 1))) return recorded(0);
                if (has_factor_in_each_term(x)) return of(operand(*made_by, 0)) - of(operand(*made_by, 1));
                break;
            default: break;
        }
        return loops_.reduce(loop_step::sum, x, index_);
    }

private:
    constexpr bool depends(const recorded& x) const { return contains(loops_.indices_of(x), index_); }
    constexpr const instruction* maker_of(const recorded& x) const {
        return x.is_literal() ? nullptr : loops_.target().instruction_of(x.operand());
    }
    constexpr recorded operand(const instruction& step, int k) const {
        return recorded(loops_.target(), step.operands[k]);
    }
    constexpr bool is_made_by(const recorded& x, row_role role) const {
        const instruction* const made_by = maker_of(x);
        return made_by != nullptr && made_by->function->role == role;
    }

    /// Whether `mean` is the sum of x over the index divided by the number of its turns.
    constexpr bool is_mean_of(const recorded& x, const recorded& mean) const {
        if (depends(mean) || !is_made_by(mean, row_role::divide)) return false;
        const instruction* const whole = maker_of(operand(*maker_of(mean), 0));
        const instruction* const count = maker_of(operand(*maker_of(mean), 1));
        return whole != nullptr && loop_step_of(whole->function) == loop_step::sum && name_in(*whole) == index_ &&
               whole->operands[0] == x.operand() && count != nullptr &&
               loop_step_of(count->function) == loop_step::extent &&
               name_in(*count) == loops_.tables.indices[index_].extent;
    }

    // Products keep the form in which the sweep made them, so that what several have in common stays one node.
    constexpr recorded of_product(const recorded& x) const {
        taken_out out;
        const recorded product = without_outer(x, out);
        const bool is_whole = out.factor.is_literal(1) && !out.is_negative;
        const recorded sum = is_whole || is_made_by(product, row_role::multiply)
                                 ? loops_.reduce(loop_step::sum, product, index_)
                                 : of(product);
        const recorded scaled =
            out.factor.is_literal(1) ? sum : loops_.unless_empty(out.factor, recorded(0), index_) * sum;
        return out.is_negative ? -scaled : scaled;
    }
    struct taken_out {
        recorded factor = recorded(1);
        bool is_negative = false;
        int visits = 0;
    };
    /// The factors of x that depend on the index. A product of very many is looked through in part.
    constexpr recorded without_outer(const recorded& x, taken_out& out) const {
        if (!depends(x)) {
            out.factor = out.factor * x;
            return recorded(1);
        }
        if (++out.visits > most_visits) return x;
        if (is_made_by(x, row_role::negate)) {
            out.is_negative = !out.is_negative;
            return without_outer(operand(*maker_of(x), 0), out);
        }
        if (!is_made_by(x, row_role::multiply)) return x;
        const recorded a = operand(*maker_of(x), 0), b = operand(*maker_of(x), 1);
        const recorded inner_a = without_outer(a, out), inner_b = without_outer(b, out);
        const bool is_unchanged = !inner_a.is_literal() && !inner_b.is_literal() && inner_a.operand() == a.operand() &&
                                  inner_b.operand() == b.operand();
        return is_unchanged ? x : inner_a * inner_b;
    }
    static constexpr int most_visits = 64;

    constexpr bool has_factor_in_each_term(const recorded& x) const {
        if (!depends(x)) return true;
        const instruction* const made_by = maker_of(x);
        if (made_by == nullptr) return false;
        switch (made_by->function->role) {
            case row_role::add:
            case row_role::subtract:
                return has_factor_in_each_term(operand(*made_by, 0)) && has_factor_in_each_term(operand(*made_by, 1));
            case row_role::negate: return has_factor_in_each_term(operand(*made_by, 0));
            case row_role::multiply: return has_factor(operand(*made_by, 0)) || has_factor(operand(*made_by, 1));
            default: return false;
        }
    }
    constexpr bool has_factor(const recorded& x) const {
        if (!depends(x)) return true;
        return is_made_by(x, row_role::multiply) &&
               (has_factor(operand(*maker_of(x), 0)) || has_factor(operand(*maker_of(x), 1)));
    }

    loop_recorder& loops_;
    int index_;
};

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
        for (int node = nodes_ - 1; node >= 0; --node)
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
        if (made_by == nullptr || made_by->function->is_condition) return false;
        const loop_step step = step_of(node);
        if (step == loop_step::carry || step == loop_step::last) {
            const loop_carry& carry = loops_.carries[name_in(*made_by)];
            return (carry.first >= 0 && is_active_[carry.first]) || (carry.next >= 0 && is_active_[carry.next]);
        }
        if (step == loop_step::at_turn) return is_active_[made_by->operands[0]];
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

    /// Of these indices the one whose loop stands furthest in.
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
        for (int i = 0; i < loops_.tables.extent_count; ++i)
            if (contains(loops_.indices_of_row(i), index)) loops_.fault = record::loop_fault::rows_in_turns;
        for (int i = 0; i < carries_; ++i) {
            const loop_carry carry = loops_.carries[i];
            if (carry.index != index || !is_active_[carry.node] || adjoint_carries_[i] != 0) continue;
            adjoint_carries_[i] = 1 + loops_.carries.size();
            const recorded adjoint = loops_.add_carry(loops_.reversed(index), recorded(0), turns_.indices(carry.around),
                                                      elements_of_state(loops_.tables, carry));
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
    /// A value that was read in other turns: its adjoint is what the adjoint of the read is in that turn.
    constexpr void visit_read(const instruction& step, const recorded& adjoint, index_set stands_in) {
        const turn_read read = loops_.turn_reads[name_in(step)];
        const index_set set = loops_.indices_of_node(step.operands[0]);
        turn_read back;
        for (int i = 0; i < read.count; ++i) {
            const int from = turns_.index(read.in[i]), to = turns_.index(read.of[i]);
            if (loops_.tables.indices[read.of[i]].is_ordered) go_back(read.of[i]);
            stands_in = (stands_in & ~set_of(from)) | (contains(set, read.of[i]) ? set_of(to) : 0);
            back.of[back.count] = from;
            back.in[back.count++] = to;
        }
        add(step.operands[0], loops_.at_turn(adjoint, back), stands_in);
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
        if (loop == loop_step::sum) {
            add(step.operands[0], adjoint, stands_in);
            return;
        }
        if (loop == loop_step::product) {
            const int index = name_in(step);
            stack<recorded, 4> sides;
            const recorded inner = inner_of(adjoint, sides);
            const recorded others = product_of_others(loops_, turns_.value(step.operands[0]), index);
            add(step.operands[0], select_of(sides, inner * others), stands_in | set_of(index));
            return;
        }
        recorded operands[3], parts[3];
        // The rule is asked in the turns that went forward, where what is dear in its answer is computed and kept.
        for (int k = 0; k < step.function->arity; ++k) operands[k] = recorded(target_, step.operands[k]);
        if (is_maybe_infinite_[node]) pull_back(step.function, operands, recorded(target_, node), adjoint, parts);
        else step.function->pullback(operands, recorded(target_, node), adjoint, parts);
        if (carries_ > 0)
            for (recorded& part : parts) part = turns_.value(part);
        for (int k = step.function->takes_condition ? 1 : 0; k < step.function->arity; ++k)
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
