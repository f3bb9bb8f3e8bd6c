// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DIFFERENTIATE_FLAGGED_VJP_PROGRAM_HPP
#define PULLBACK_DIFFERENTIATE_FLAGGED_VJP_PROGRAM_HPP

#include <pullback/differentiate/one_sided.hpp>
#include <pullback/differentiate/product_program.hpp>
#include <pullback/differentiate/reverse.hpp>
#include <pullback/functions/conditions.hpp>
#include <pullback/program/program.hpp>
#include <pullback/program/workspace.hpp>
#include <pullback/record/recorded_scalar.hpp>
#include <pullback/record/recorder.hpp>

namespace pullback::engine::differentiate {

/// How many flags say which cotangents are there: one for each result of `Built`, none for a single one, which is
/// there.
template <class Built>
inline constexpr int flags_of = Built::code.output_count > 1 ? Built::code.output_count : 0;

/// The program of (x, w, t) ↦ (Jᵀ(x) w, p), for a function in a graph that goes on above and below it: unlike
/// `vjp_program` it is told of each cotangent whether it is there, and says so of each adjoint. `Arguments` inputs x of
/// `Built`, one cotangent w for each of its results and, if those are several, a flag t that is 0 if that cotangent is
/// not there. What `Built` captured comes last. p is 0 for each adjoint that is not there, 1 for the others.
template <class Built, int Arguments>
struct flagged_vjp_program : product_program<Built, Arguments, Built::code.output_count + flags_of<Built>> {
    using frame = product_program<Built, Arguments, Built::code.output_count + flags_of<Built>>;
    static constexpr int rows = Built::code.output_count;
    static constexpr int output_count = 2 * Arguments;
    static constexpr int carry_count = frame::node_count; // the adjoints

    template <int Stage>
    static constexpr void write(record::recorder& target, recorded* adjoints, int* outputs) {
        constexpr program_view from = Built::code.view();
        workspace<recorded> nodes(carry_count);
        frame::template enter<Stage>(target, nodes.data());
        if constexpr (frame::template is_first<Stage>)
            for (int row = 0; row < rows; ++row)
                if (const int output = from.outputs[row]; output >= 0)
                    adjoints[output] = adjoints[output].is_literal(0)
                                           ? seed(target, row)
                                           : sum_of(adjoints[output], seed(target, row), true);
        // What lies below an input may be infinite too.
        workspace<bool> is_active(carry_count), is_maybe_infinite(carry_count, true), is_wanted(from.input_count);
        for (int i = 0; i < Arguments; ++i) is_wanted[i] = true;
        mark_active(from, is_wanted.data(), is_active.data());
        frame::template run<Stage>(
            reverse_sweep{from, nodes.data(), is_active.data(), is_maybe_infinite.data(), adjoints});
        if constexpr (frame::template is_last<Stage>)
            for (int i = 0; i < Arguments; ++i) {
                outputs[i] = adjoints[i].operand_in(target);
                outputs[Arguments + i] = flag_of(adjoints[i]).operand_in(target);
            }
    }

private:
    static constexpr recorded seed(record::recorder& target, int row) {
        const recorded cotangent = frame::component(target, row);
        if constexpr (flags_of<Built> == 0) return cotangent;
        else return pullback::select(frame::component(target, rows + row) != recorded(), cotangent, recorded());
    }
    static constexpr recorded flag_of(const recorded& adjoint) {
        if (adjoint.is_literal(0)) return recorded();
        const one_sided side(adjoint);
        return side ? pullback::select(side.holds(), recorded(1), recorded()) : recorded(1);
    }
};

/// Whether some adjoint of such a program may not be there.
template <class Program, int Arguments>
consteval bool may_leave_out() {
    for (int i = 0; i < Arguments; ++i) {
        const int flag = Program::code.outputs[Arguments + i];
        if (!is_literal(flag) || Program::code.literal_at(flag) == 0) return true;
    }
    return false;
}

} // namespace pullback::engine::differentiate

#endif
