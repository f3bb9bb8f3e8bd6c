// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DIFFERENTIATE_MOVED_TURNS_HPP
#define PULLBACK_DIFFERENTIATE_MOVED_TURNS_HPP

#include <pullback/functions/conditions.hpp>
#include <pullback/functions/elementary.hpp>
#include <pullback/program/loops.hpp>
#include <pullback/program/program.hpp>
#include <pullback/record/index_set.hpp>
#include <pullback/record/loop_recorder.hpp>
#include <pullback/record/recorded.hpp>
#include <pullback/record/recorded_scalar.hpp>
#include <pullback/record/turn_reads.hpp>

namespace pullback::engine::differentiate {

/// What is recorded at an index, where a neighbour of it stands: computed again where that is cheap, so that it need
/// not be kept for all elements and read from there. What it is where there is no such neighbour means nothing.
class moved_turns {
public:
    constexpr moved_turns(record::loop_recorder& loops, int index, int offset)
        : loops_(loops), index_(index), offset_(offset) {
        turns_.count = 1;
        turns_.of[0] = turns_.in[0] = index;
        turns_.offsets[0] = offset;
    }

    constexpr recorded of(const recorded& x) const {
        int left = most_steps;
        return is_cheap(x, left) ? again(x) : record::at_turn(loops_, x, turns_);
    }

private:
    static constexpr int most_steps = 6;

    constexpr bool depends(const recorded& x) const { return record::contains(loops_.indices_of(x), index_); }
    constexpr const instruction& maker_of(const recorded& x) const {
        return *loops_.target().instruction_of(x.operand());
    }
    constexpr recorded operand(const instruction& step, int k) const {
        return recorded(loops_.target(), step.operands[k]);
    }
    constexpr bool is_movable(const array_access& at) const {
        if (loops_.tables.arrays[at.array].is_ragged) return false;
        for (int d = 0; d < most_dimensions; ++d) {
            if (at.subscripts[d] == index_) {
                if (at.offsets[d] != 0 && offset_ != 0) return false;
            } else if (at.subscripts[d] < 0 ||
                       (is_index_subscript(at.subscripts[d]) &&
                        record::contains(loops_.tables.indices[at.subscripts[d]].within, index_))) {
                return false;
            }
        }
        return true;
    }
    constexpr bool is_cheap(const recorded& x, int& left) const {
        if (!depends(x)) return true;
        const instruction step = maker_of(x);
        switch (loop_step_of(step.function)) {
            case loop_step::element: return is_movable(loops_.accesses[name_in(step)]);
            case loop_step::carry: return true;
            case loop_step::at_turn: {
                // It is another read of the same, if not both go to the nearest one.
                const turn_read read = record::turns_of_read(loops_, step);
                for (int i = 0; i < read.count; ++i)
                    if (!is_index_subscript(read.in[i]) || (read.in[i] == index_ && read.offsets[i] != 0)) return false;
                return true;
            }
            case loop_step::none: break;
            default: return false;
        }
        switch (step.function->role) {
            case row_role::negate:
            case row_role::add:
            case row_role::subtract:
            case row_role::multiply:
            case row_role::square: break;
            default: return false;
        }
        if (--left < 0) return false;
        for (int k = 0; k < step.function->arity; ++k)
            if (step.operands[k] >= 0 && !is_cheap(operand(step, k), left)) return false;
        return true;
    }
    constexpr recorded again(const recorded& x) const {
        if (!depends(x)) return x;
        const instruction step = maker_of(x);
        const loop_step loop = loop_step_of(step.function);
        if (loop == loop_step::element) {
            array_access at = loops_.accesses[name_in(step)];
            for (int d = 0; d < most_dimensions; ++d)
                if (at.subscripts[d] == index_) at.offsets[d] += offset_;
            return loops_.element(at);
        }
        if (loop != loop_step::none) return record::at_turn(loops_, x, turns_);
        return record::record_again(step, [&](int operand) { return again(recorded(loops_.target(), operand)); });
    }

    record::loop_recorder& loops_;
    int index_, offset_;
    turn_read turns_;
};

} // namespace pullback::engine::differentiate

#endif
