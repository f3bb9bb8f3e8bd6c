// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DIFFERENTIATE_JVP_PROGRAM_HPP
#define PULLBACK_DIFFERENTIATE_JVP_PROGRAM_HPP

#include <pullback/differentiate/forward.hpp>
#include <pullback/differentiate/one_sided.hpp>
#include <pullback/differentiate/product_program.hpp>
#include <pullback/program/program.hpp>
#include <pullback/program/workspace.hpp>
#include <pullback/record/inline.hpp>
#include <pullback/record/recorded_scalar.hpp>
#include <pullback/record/recorder.hpp>

namespace pullback::engine::differentiate {

/// The program of (x, v) ↦ (f(x), J(x) v). Inputs: those of f, then the tangents of the chosen ones, then what f
/// captured.
template <class Built, class Ranges, int Arguments, zero_component Zero>
struct jvp_program : product_program<Built, Arguments, Ranges::size()> {
    using frame = product_program<Built, Arguments, Ranges::size()>;
    static constexpr int rows = Built::code.output_count;
    static constexpr int wanted = Ranges::size();
    static constexpr int output_count = 2 * rows;
    static constexpr int node_count = frame::node_count;
    static constexpr int carry_count = Zero == zero_component::is_left_out ? 2 * node_count : node_count;

    template <int Stage>
    static constexpr void write(record::recorder& target, recorded* kept, int* outputs) {
        constexpr program_view from = Built::code.view();
        constexpr bool is_first = frame::template is_first<Stage>;
        recorded* const tangents = kept;
        workspace<recorded> nodes(node_count);
        frame::template enter<Stage>(target, nodes.data());
        if constexpr (is_first)
            for (int i = 0; i < wanted; ++i) tangents[Ranges::input(i)] = frame::component(target, i);
        workspace<bool> is_needed(node_count, true), is_maybe_infinite(node_count), is_sided(node_count);
        // What has an infinite value too is kept from what selections have left out only.
        constexpr bool counts_all = Zero == zero_component::is_multiplied || has_selections(from);
        mark_maybe_infinite(from, is_maybe_infinite.data(), counts_all ? poles::count : poles::are_left_out);
        mark_sided(from, is_maybe_infinite.data(), is_sided.data());
        forward_sweep sweep{from, nodes.data(), is_needed.data(), is_maybe_infinite.data(), is_sided.data(), tangents};
        if constexpr (Zero == zero_component::is_left_out) {
            sweep.moves = kept + node_count;
            if constexpr (is_first)
                for (int i = 0; i < wanted; ++i) {
                    const int input = Ranges::input(i);
                    if (is_sided[input]) sweep.moves[input] = record::as_operand(tangents[input] != recorded());
                }
        }
        frame::template run<Stage>(sweep);
        if constexpr (frame::template is_last<Stage>)
            for (int row = 0; row < rows; ++row) {
                const int output = from.outputs[row];
                outputs[row] = record::output_operand(from, row, nodes.data(), target);
                outputs[rows + row] = (output >= 0 ? tangents[output] : recorded()).operand_in(target);
            }
    }
};

/// The program `Built` of a function and its tangent, with the second half of its results only, the tangent.
template <class Built>
struct tangents_only {
    static constexpr int input_count = Built::code.input_count;
    static constexpr int output_count = Built::code.output_count / 2;
    static constexpr int capacity = Built::code.size + Built::code.view().literal_count + 1;

    static constexpr void write(record::recorder& target, int* outputs) {
        constexpr program_view from = Built::code.view();
        target.take_over(from);
        for (int row = 0; row < output_count; ++row) outputs[row] = from.outputs[output_count + row];
    }
};

} // namespace pullback::engine::differentiate

#endif
