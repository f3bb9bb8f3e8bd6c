// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_REPLAY_DERIVATIVES_HPP
#define PULLBACK_REPLAY_DERIVATIVES_HPP

#include <pullback/differentiate/forward.hpp>
#include <pullback/differentiate/jacobian_program.hpp>
#include <pullback/differentiate/one_sided.hpp>
#include <pullback/differentiate/reverse.hpp>
#include <pullback/program/program.hpp>
#include <pullback/program/workspace.hpp>
#include <pullback/record/inline.hpp>
#include <pullback/record/recorded_scalar.hpp>
#include <pullback/record/recorder.hpp>
#include <pullback/replay/jacobian_entries.hpp>
#include <pullback/replay/stored_program.hpp>

#include <cstddef>
#include <vector>

// The programs of derivatives of programs that are known at run time only. They are written by the sweeps that also
// write those of static functions.

namespace pullback::engine::replay {

/// What a program of derivatives returns besides these.
using differentiate::with_value;

/// The entries of a Jacobian that are not structurally 0: row and column of each, in the order in which the program
/// returns them.
struct matrix_pattern {
    std::vector<int> rows, columns;
};

struct sparse_derivative {
    stored_program program;
    matrix_pattern pattern;
};

inline std::vector<matrix_entry> write_jacobian(const program_view& from, const std::vector<int>& inputs, symmetry kept,
                                                record::recorder& target) {
    target.take_over(from);
    jacobian_sweeps sweeps(from, inputs, target);
    const bool is_forward = kept != symmetry::none || static_cast<int>(inputs.size()) <= from.output_count;
    return is_forward && !(from.output_count == 1 && kept == symmetry::none) ? sweeps.by_columns(kept)
                                                                             : sweeps.by_rows();
}

/// The Jacobian of a program by the chosen inputs, row by row, with all of its zeros. With `symmetry::upper_half` the
/// program is a gradient by the same inputs, and the Jacobian a Hessian.
inline stored_program jacobian_of(const program_view& from, const std::vector<int>& inputs, with_value value,
                                  symmetry kept = symmetry::none) {
    return replay::written(from.input_count, 5 * from.size, [&](record::recorder& target, std::vector<int>& outputs) {
        const auto entries = replay::write_jacobian(from, inputs, kept, target);
        if (value == with_value::yes) outputs.assign(from.results().begin(), from.results().end());
        const std::size_t first = outputs.size(), width = inputs.size();
        outputs.resize(first + static_cast<std::size_t>(from.output_count) * width, target.record_literal(0));
        const auto place = [&](int row, int column) -> int& {
            return outputs[first + static_cast<std::size_t>(row) * width + static_cast<std::size_t>(column)];
        };
        for (const matrix_entry& each : entries) {
            place(each.row, each.column) = each.operand;
            if (kept == symmetry::upper_half) place(each.column, each.row) = each.operand;
        }
    });
}

/// The entries of a Jacobian that are not structurally 0; of a Hessian those with row <= column.
inline sparse_derivative sparse_jacobian_of(const program_view& from, const std::vector<int>& inputs,
                                            symmetry kept = symmetry::none) {
    sparse_derivative made;
    made.program =
        replay::written(from.input_count, 5 * from.size, [&](record::recorder& target, std::vector<int>& outputs) {
            for (const matrix_entry& each : replay::write_jacobian(from, inputs, kept, target)) {
                if (is_literal(each.operand) && target.literal_at(each.operand) == 0) continue;
                outputs.push_back(each.operand);
                made.pattern.rows.push_back(each.row);
                made.pattern.columns.push_back(each.column);
            }
        });
    return made;
}

/// What a product of a Jacobian returns: value and product, or the product alone.
enum class product_results { value_and_product, product };

/// (x, v) ↦ (f(x), J(x) v) for tangents of the chosen inputs; a tangent that is 0 contributes nothing.
inline stored_program jvp_of(const program_view& from, const std::vector<int>& inputs, product_results wanted) {
    const int arguments = from.input_count, extra = static_cast<int>(inputs.size()), count = from.node_count();
    return replay::written(arguments + extra, 5 * from.size, [&](record::recorder& target, std::vector<int>& outputs) {
        target.take_over(from, arguments, extra);
        workspace<recorded> nodes(count), tangents(count), moves(count);
        record::name_nodes(from, nodes.data(), arguments, extra, target);
        workspace<bool> is_needed(count, true), is_maybe_infinite(count), is_sided(count);
        differentiate::mark_maybe_infinite(
            from, is_maybe_infinite.data(),
            differentiate::has_selections(from) ? differentiate::poles::count : differentiate::poles::are_left_out);
        differentiate::mark_sided(from, is_maybe_infinite.data(), is_sided.data());
        for (int i = 0; i < extra; ++i) {
            const int input = inputs[static_cast<std::size_t>(i)];
            tangents[input] = recorded(target, arguments + i);
            if (is_sided[input]) moves[input] = record::as_operand(tangents[input] != recorded());
        }
        differentiate::forward_sweep{
            from,        nodes.data(), is_needed.data(), is_maybe_infinite.data(), is_sided.data(), tangents.data(),
            moves.data()}
            .run(0, from.size);
        if (wanted == product_results::value_and_product)
            for (int row = 0; row < from.output_count; ++row)
                outputs.push_back(record::output_operand(from, row, nodes.data(), target));
        for (const int output : from.results())
            outputs.push_back((is_literal(output) ? recorded() : tangents[output]).operand_in(target));
    });
}

/// (x, w) ↦ (f(x), Jᵀ(x) w) by the chosen inputs; a cotangent that is 0 contributes nothing.
inline stored_program vjp_of(const program_view& from, const std::vector<int>& inputs, product_results wanted) {
    const int arguments = from.input_count, extra = from.output_count, count = from.node_count();
    return replay::written(arguments + extra, 5 * from.size, [&](record::recorder& target, std::vector<int>& outputs) {
        target.take_over(from, arguments, extra);
        workspace<recorded> nodes(count), adjoints(count), counts(count);
        record::name_nodes(from, nodes.data(), arguments, extra, target);
        workspace<bool> is_active(count), is_maybe_infinite(count), is_singular(count), is_wanted(from.input_count);
        differentiate::mark_maybe_infinite(from, is_maybe_infinite.data());
        differentiate::mark_maybe_infinite(from, is_singular.data(), differentiate::poles::are_left_out);
        for (const int input : inputs) is_wanted[input] = true;
        differentiate::mark_active(from, is_wanted.data(), is_active.data());
        for (int row = 0; row < extra; ++row) {
            if (wanted == product_results::value_and_product)
                outputs.push_back(record::output_operand(from, row, nodes.data(), target));
            const int output = from.outputs[row];
            if (is_literal(output)) continue;
            const recorded cotangent(target, arguments + row);
            adjoints[output] += cotangent;
            if (is_singular[output])
                counts[output] = record::as_operand(
                    differentiate::either(record::as_condition(counts[output]), cotangent != recorded()));
        }
        differentiate::reverse_sweep{
            from,         nodes.data(), is_active.data(), is_maybe_infinite.data(), adjoints.data(), is_singular.data(),
            counts.data()}
            .run(0, from.size);
        for (const int input : inputs) outputs.push_back(adjoints[input].operand_in(target));
    });
}

} // namespace pullback::engine::replay

#endif
