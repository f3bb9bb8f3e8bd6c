// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_OPTIMISE_PASS_HPP
#define PULLBACK_OPTIMISE_PASS_HPP

#include <pullback/program/program.hpp>
#include <pullback/program/workspace.hpp>
#include <pullback/record/built.hpp>
#include <pullback/record/inline.hpp>
#include <pullback/record/recorded_scalar.hpp>
#include <pullback/record/recorder.hpp>
#include <pullback/record/staged_walk.hpp>

#include <concepts>

namespace pullback::engine::optimise {

// The form of a pass. A pass writes a program anew, so that it computes the same in less time. It is a class of static
// members:
// - `name`, in a few words;
// - `keeps_roundings`: whether sums, quotients and functions that the user wrote stay what they are to the last digit;
// - `applies_to(from)`: whether it is worth its time for the program `from`; its limit of size is there;
// - `room_for(from)`: how many instructions it writes, about;
// - `write(from, target, outputs)`: reads `from`, records its instructions in `target`, and sets the operand of each
//   output. It is an ordinary function, which runs while compiling and, in tests, at run time.
//
// Compilers bound the steps of each constant expression. A pass that takes more has another form of `write`, and the
// mechanism below makes several constants of it:
// - a pass that searches has `search<Nodes, Outputs>(from)`, the findings in a program of at most so many nodes and
//   outputs, which are kept as a constant; `is_any` of these says whether there are any, and without any the program
//   stays as it is. Then comes `write(from, findings, target, outputs)`.
// - a pass that writes instruction by instruction has `write_part(from, first, last, nodes, target)`; node `i` of
//   `from` has become `nodes[i]`.

/// A pass that searches before it writes.
template <class Pass>
concept SearchingPass = requires(const program_view& from) { Pass::template search<1, 1>(from); };

/// A pass that writes instruction by instruction.
template <class Pass>
concept StepwisePass = requires(const program_view& from, recorded* nodes, record::recorder& target) {
    Pass::write_part(from, 0, 0, nodes, target);
};

/// Runs a pass in one go, on a program of at most so many nodes and outputs: where no limit on steps counts.
template <class Pass, int Nodes, int Outputs>
constexpr void perform(const program_view& from, record::recorder& target, int* outputs) {
    if constexpr (SearchingPass<Pass>) {
        const auto found = Pass::template search<Nodes, Outputs>(from);
        if (found.is_any) Pass::write(from, found, target, outputs);
        else record::write_as_it_is(from, target, outputs);
    } else if constexpr (StepwisePass<Pass>) {
        workspace<recorded> nodes(from.node_count());
        record::enter_inputs(from, nodes.data(), target);
        Pass::write_part(from, 0, from.size, nodes.data(), target);
        record::write_outputs(from, nodes.data(), target, outputs);
    } else {
        Pass::write(from, target, outputs);
    }
}

/// What a pass that searches finds in the program `Built`.
template <class Pass, class Built>
inline constexpr auto findings_in =
    Pass::template search<Built::code.view().node_count(), Built::code.output_count>(Built::code.view());

/// What writes the program that a pass makes of `Built`.
template <class Pass, class Built>
struct written_by {
    static constexpr int input_count = Built::code.input_count;
    static constexpr int output_count = Built::code.output_count;
    static constexpr int capacity = Pass::room_for(Built::code.view());

    static constexpr void write(record::recorder& target, int* outputs) {
        constexpr program_view from = Built::code.view();
        if constexpr (SearchingPass<Pass>) Pass::write(from, findings_in<Pass, Built>, target, outputs);
        else Pass::write(from, target, outputs);
    }
};

template <StepwisePass Pass, class Built>
struct written_by<Pass, Built> : record::staged_walk<Built> {
    using walk = record::staged_walk<Built>;
    static constexpr int input_count = Built::code.input_count;
    static constexpr int output_count = Built::code.output_count;
    static constexpr int carry_count = walk::node_count; // what the nodes of `Built` have become
    static constexpr int capacity = Pass::room_for(Built::code.view());

    template <int Stage>
    static constexpr void write(record::recorder& target, recorded* nodes, int* outputs) {
        constexpr program_view from = Built::code.view();
        if constexpr (walk::template is_first<Stage>) record::enter_inputs(from, nodes, target);
        Pass::write_part(from, walk::template begin_of<Stage>, walk::template end_of<Stage>, nodes, target);
        if constexpr (walk::template is_last<Stage>) record::write_outputs(from, nodes, target, outputs);
    }
};

/// The program that a pass makes of `Built`, whether it is worth its time or not.
template <class Pass, class Built>
struct passed : record::built<written_by<Pass, Built>> {
    /// Whether calls of one function stand together in order to become a loop.
    static constexpr bool joins_calls = requires { requires Pass::joins_calls; };
};

} // namespace pullback::engine::optimise

#endif
