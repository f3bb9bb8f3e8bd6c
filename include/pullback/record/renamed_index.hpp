// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_RECORD_RENAMED_INDEX_HPP
#define PULLBACK_RECORD_RENAMED_INDEX_HPP

#include <pullback/program/loops.hpp>
#include <pullback/program/program.hpp>
#include <pullback/program/workspace.hpp>
#include <pullback/record/loop_recorder.hpp>
#include <pullback/record/recorded.hpp>
#include <pullback/record/recorded_scalar.hpp>
#include <pullback/record/recorder.hpp>
#include <pullback/record/turn_reads.hpp>

namespace pullback::engine::record {

/// Records again what depends on an index, for another subscript in its place: the element there of what was recorded
/// for every element. A reduction over an index that the subscript depends on changes its index with the replaced one,
/// which has become free.
class renamed_index {
public:
    constexpr renamed_index(loop_recorder& loops, int index, int subscript)
        : loops_(loops),
          index_(index),
          subscript_(subscript),
          known_(loops.target().input_count() + loops.target().size()) {}

    constexpr recorded of(const recorded& x) {
        if (x.is_literal() || index_ == subscript_) return x;
        // A subscript that x depends on already stays what it is.
        is_swapped_ = subscript_ >= 0 && !contains(loops_.indices_of(x), subscript_);
        return at(x.operand());
    }

private:
    constexpr int renamed(int subscript) {
        if (subscript < 0) return loops_.subscript_at(at(~subscript));
        if (subscript == index_) return subscript_;
        if (is_index_subscript(subscript)) refuse_row_of(loops_.tables.indices[subscript].within & ~set_of(subscript));
        return is_swapped_ && subscript == subscript_ ? index_ : subscript;
    }

    /// The loop over a row would become that over another one.
    constexpr void refuse_row_of(index_set row) {
        if (contains(row, index_) || (is_swapped_ && contains(row, subscript_)))
            loops_.fault = loop_fault::row_subscript;
    }

    constexpr recorded at(int operand) {
        recorder& target = loops_.target();
        if (operand < target.input_count()) return recorded(target, operand); // an input or a literal
        if (!known_[operand].is_literal(0)) return known_[operand];
        const index_set free = loops_.indices_of_node(operand);
        if (!contains(free, index_) && !(is_swapped_ && contains(free, subscript_))) return recorded(target, operand);
        const recorded made = make(operand);
        known_[operand] = made;
        return made;
    }

    constexpr recorded make(int node) {
        recorder& target = loops_.target();
        const instruction step = *target.instruction_of(node);
        const loop_step loop = loop_step_of(step.function);
        if (loop == loop_step::extent) {
            refuse_row_of(loops_.indices_of_row(name_in(step)));
            return recorded(target, node);
        }
        if (loop == loop_step::index) {
            const int subscript = renamed(name_in(step));
            return subscript < 0 ? recorded(target, ~subscript) : loops_.index(subscript);
        }
        if (loop == loop_step::element) {
            array_access access = loops_.accesses[name_in(step)];
            for (int& each : access.subscripts)
                if (each != no_subscript) each = renamed(each);
            return loops_.element(access);
        }
        if (is_of_state(loop) || loop == loop_step::at_turn || loop == loop_step::scatter) {
            turn_read turns;
            turns.of[0] = index_;
            turns.in[0] = subscript_;
            turns.count = 1;
            if (is_swapped_) {
                turns.of[1] = subscript_;
                turns.in[1] = index_;
                turns.count = 2;
            }
            return record::at_turn(loops_, recorded(target, node), turns);
        }
        if (is_reduction(loop)) {
            const int index = name_in(step);
            // What would be taken for the index of this reduction is refused.
            const index_set outside = subscript_ >= 0 ? set_of(subscript_) : loops_.indices_of_node(~subscript_);
            if (!is_swapped_ && contains(outside, index)) {
                loops_.fault = loop_fault::scattered;
                return recorded(target, node);
            }
            return loops_.reduce(loop, at(step.operands[0]), renamed(index));
        }
        return record_again(step, [&](int operand) { return at(operand); });
    }

    loop_recorder& loops_;
    int index_, subscript_;
    bool is_swapped_ = false;
    workspace<recorded> known_; // by node; the literal 0 where there is none yet
};

} // namespace pullback::engine::record

#endif
