// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DIFFERENTIATE_VJP_PROGRAM_HPP
#define PULLBACK_DIFFERENTIATE_VJP_PROGRAM_HPP

#include <pullback/differentiate/one_sided.hpp>
#include <pullback/differentiate/product_program.hpp>
#include <pullback/differentiate/reverse.hpp>
#include <pullback/program/operation.hpp>
#include <pullback/program/program.hpp>
#include <pullback/program/workspace.hpp>
#include <pullback/record/inline.hpp>
#include <pullback/record/recorded_scalar.hpp>
#include <pullback/record/recorder.hpp>

namespace pullback::engine::differentiate {

/// The program of (x, w) ↦ (f(x), Jᵀ(x) w). Inputs: those of f, then the cotangents of its results, then what f
/// captured.
template <class Built, class Ranges, int Arguments, zero_component Zero>
struct vjp_program : product_program<Built, Arguments, Built::code.output_count> {
    using frame = product_program<Built, Arguments, Built::code.output_count>;
    static constexpr int rows = Built::code.output_count;
    static constexpr int wanted = Ranges::size();
    static constexpr int output_count = rows + wanted;
    static constexpr int node_count = frame::node_count;
    static constexpr int carry_count = Zero == zero_component::is_left_out ? 2 * node_count : node_count;

    template <int Stage>
    static constexpr void write(record::recorder& target, recorded* kept, int* outputs) {
        constexpr program_view from = Built::code.view();
        recorded* const adjoints = kept;
        workspace<recorded> nodes(node_count);
        frame::template enter<Stage>(target, nodes.data());
        workspace<bool> is_active(node_count), is_maybe_infinite(node_count), is_singular(node_count),
            is_wanted(from.input_count);
        mark_maybe_infinite(from, is_maybe_infinite.data());
        for (int i = 0; i < wanted; ++i) is_wanted[Ranges::input(i)] = true;
        mark_active(from, is_wanted.data(), is_active.data());
        reverse_sweep sweep{from, nodes.data(), is_active.data(), is_maybe_infinite.data(), adjoints};
        if constexpr (Zero == zero_component::is_left_out) {
            mark_maybe_infinite(from, is_singular.data(), poles::are_left_out);
            sweep.is_singular = is_singular.data();
            sweep.counts = kept + node_count;
        }
        if constexpr (frame::template is_first<Stage>)
            for (int row = 0; row < rows; ++row) {
                outputs[row] = record::output_operand(from, row, nodes.data(), target);
                const int output = from.outputs[row];
                if (output < 0) continue;
                const recorded cotangent = frame::component(target, row);
                adjoints[output] += cotangent;
                if (sweep.counts != nullptr && is_singular[output])
                    sweep.counts[output] =
                        record::as_operand(either(record::as_condition(sweep.counts[output]), cotangent != recorded()));
            }
        frame::template run<Stage>(sweep);
        if constexpr (frame::template is_last<Stage>)
            for (int i = 0; i < wanted; ++i) outputs[rows + i] = adjoints[Ranges::input(i)].operand_in(target);
    }
};

} // namespace pullback::engine::differentiate

#endif
