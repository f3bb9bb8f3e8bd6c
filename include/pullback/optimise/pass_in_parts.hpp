// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_OPTIMISE_PASS_IN_PARTS_HPP
#define PULLBACK_OPTIMISE_PASS_IN_PARTS_HPP

#include <pullback/optimise/division.hpp>
#include <pullback/optimise/pass.hpp>
#include <pullback/optimise/sequence.hpp>
#include <pullback/program/program.hpp>
#include <pullback/program/size_limits.hpp>
#include <pullback/program/workspace.hpp>
#include <pullback/record/built.hpp>
#include <pullback/record/inline.hpp>
#include <pullback/record/recorded_scalar.hpp>
#include <pullback/record/recorder.hpp>

#include <type_traits>

// A pass over a program that is too large for it: the program is divided, each part is a program of its own whose
// inputs are the nodes that it reads, and the parts are joined again. What lies in several parts is not found, so the
// larger a program is, the less of the pass is left, and there is no size at which all of it is lost at once.

namespace pullback::engine::optimise {

/// Writes what `Pass` makes of the part of `from` between two instructions, whose inputs are those of its borders.
template <class Pass>
constexpr void write_part(const program_view& from, const auto& borders, int first, int last, record::recorder& target,
                          int* outputs) {
    workspace<int> names(from.node_count());
    for (int k = 0; k < borders.input_count; ++k) names[borders.inputs[k]] = k;
    workspace<instruction> code(last - first);
    for (int i = first; i < last; ++i) {
        code[i - first] = from.code[i];
        rename_operands(code[i - first], [&](int operand) { return is_literal(operand) ? operand : names[operand]; });
        names[from.node_of(i)] = borders.input_count + i - first;
    }
    workspace<int> results(borders.output_count);
    for (int k = 0; k < borders.output_count; ++k) results[k] = names[borders.outputs[k]];
    program_view part = from;
    part.code = code.data();
    part.size = last - first;
    part.outputs = results.data();
    part.output_count = borders.output_count;
    part.input_count = borders.input_count;
    Pass::write(part, target, outputs);
}

/// Writes what has been made of a part into the program that is joined; node `i` of `from` has become `nodes[i]`.
constexpr void join_part(const program_view& part, const auto& borders, recorded* nodes, record::recorder& target) {
    workspace<recorded> inner(part.node_count());
    for (int k = 0; k < borders.input_count; ++k) inner[k] = nodes[borders.inputs[k]];
    record::inline_program(part, inner.data(), &target);
    for (int k = 0; k < borders.output_count; ++k)
        nodes[borders.outputs[k]] = record::output_of(part, k, inner.data(), &target);
}

/// What writes the program that `Pass` makes of instructions `First` to `Last` of `Built`.
template <class Pass, class Built, int First, int Last>
struct written_part {
    static constexpr const auto& borders = borders_of_part<Built, First, Last>;
    static constexpr int input_count = borders.input_count;
    static constexpr int output_count = borders.output_count;
    static constexpr int capacity = Pass::room_for(Built::code.view()) * (Last - First) / Built::code.size + 32;

    static constexpr void write(record::recorder& target, int* outputs) {
        optimise::write_part<Pass>(Built::code.view(), borders, First, Last, target, outputs);
    }
};

/// What divides `Built` into parts of at most `Most` instructions and joins what the pass makes of them, one in each
/// stage.
template <class Pass, class Built, int Most = largest_rearranged_part>
struct joined_parts {
    static constexpr int input_count = Built::code.input_count;
    static constexpr int output_count = Built::code.output_count;
    static constexpr int carry_count = Built::code.node_count(); // what the nodes of `Built` have become
    static constexpr int capacity = Pass::room_for(Built::code.view());
    static constexpr division divided = division::of(Built::code.size, Most);
    static constexpr int stage_count = divided.parts;

    template <int Stage>
    static constexpr void write(record::recorder& target, recorded* nodes, int* outputs) {
        constexpr program_view from = Built::code.view();
        constexpr int first = Stage * divided.length,
                      last = Stage + 1 == stage_count ? from.size : first + divided.length;
        constexpr const auto& borders = borders_of_part<Built, first, last>;
        constexpr program_view part = record::built<written_part<Pass, Built, first, last>>::code.view();
        if constexpr (Stage == 0) record::enter_inputs(from, nodes, target);
        optimise::join_part(part, borders, nodes, target);
        if constexpr (Stage + 1 == stage_count) record::write_outputs(from, nodes, target, outputs);
    }
};

/// Whether a program is too large to be rearranged whole, and yet worth to be rearranged in parts: the derivatives are
/// of higher order, so nearly all of it is theirs. A gradient of many operations would gain a hundredth.
constexpr bool is_rearranged_in_parts(const program_view& from) {
    if (from.size <= largest_rearranged_program || from.size > largest_divided_program) return false;
    int primal = 0;
    for (int i = 0; i < from.size; ++i) primal += from.code[i].is_primal ? 1 : 0;
    return primal * fewest_derivative_steps <= from.size;
}

/// A pass on the parts of programs that it does not take whole.
template <class Pass>
struct in_parts {
    static constexpr pass_list<Pass> passes{};

    template <class Built>
    struct after : std::type_identity<Built> {};
    template <class Built>
        requires(is_rearranged_in_parts(Built::code.view()))
    struct after<Built> : cheaper<Built, record::built<joined_parts<Pass, Built>>> {};
};

} // namespace pullback::engine::optimise

#endif
