// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_TESTS_SUPPORT_BOUNDED_EVALUATION_HPP
#define PULLBACK_TESTS_SUPPORT_BOUNDED_EVALUATION_HPP

#include "exact_rows.hpp"
#include "run_time_program.hpp"

#include <array>
#include <cmath>
#include <limits>

namespace run_time {

using exact_rows::number;

inline constexpr int inputs = 3;
inline constexpr number unit = 0x1p-53L;
inline constexpr number wide_unit = std::numeric_limits<number>::epsilon() / 2;
inline constexpr number unknown = std::numeric_limits<number>::infinity();

/// What a node of a program is: its value and derivatives by the inputs, in long double and by formulas that are not
/// the library's, and a bound, to first order, of the error that its value has when the program is evaluated in double
/// (Higham, "Accuracy and Stability of Numerical Algorithms", 2nd ed., section 3.3). The bound is infinite where
/// nothing can be said: beside a kink or a step, outside of a domain, near the ends of the range of a double.
struct bounded_node {
    number value = 0;
    number error = 0;
    std::array<number, inputs> slope{};
    std::array<number, inputs> slope_size{}; // of the terms that the slope is a sum of
    bool truth = false;
    bool is_varying = false; // an input, or computed from one, be it with slope 0

    bool is_known() const { return error < unknown; }
};

inline bounded_node unknown_node() {
    bounded_node result;
    result.error = unknown;
    return result;
}

inline bool is_in_range(number x) { return x == 0 || (std::abs(x) > 1e-280L && std::abs(x) < 1e280L); }

inline bounded_node bounded_literal(pullback::engine::literal value) {
    bounded_node result;
    result.value = value;
    result.error = std::abs(value - static_cast<double>(value));
    return result;
}

inline bounded_node bounded_condition(const pullback::engine::operation* function, const bounded_node* x) {
    bounded_node result;
    const number distance = std::abs(x[0].value - x[1].value), error = x[0].error + x[1].error;
    const auto is = [&]<class F>(F) { return function == &pullback::engine::operation_of<F>; };
    if (is(functions::logical_not{})) result.truth = !x[0].truth;
    else if (is(functions::logical_and{})) result.truth = x[0].truth && x[1].truth;
    else if (is(functions::logical_or{})) result.truth = x[0].truth || x[1].truth;
    else if (error > 0 && distance <= 2 * error) return unknown_node();
    else if (is(functions::less{})) result.truth = x[0].value < x[1].value;
    else if (is(functions::less_equal{})) result.truth = x[0].value <= x[1].value;
    else if (is(functions::equal{})) result.truth = x[0].value == x[1].value;
    else result.truth = x[0].value != x[1].value;
    return result;
}

inline bounded_node bounded_number(const pullback::engine::operation* function, const bounded_node* x) {
    const exact_rows::row& row = exact_rows::of(function);
    exact_rows::dual at[3];
    number values[3] = {}, operand_error = 0, size = 0;
    for (int k = 0; k < function->arity; ++k) {
        at[k].value = values[k] = x[k].value;
        operand_error += x[k].error;
        size += row.of_operands ? std::abs(x[k].value) : 0;
    }
    const bool is_linear = function->role == pullback::row_role::add ||
                           function->role == pullback::row_role::subtract ||
                           function->role == pullback::row_role::negate;
    for (int k = 0; k < function->arity && !is_linear; ++k) // a bound to first order is for small errors
        if (x[k].error > std::abs(x[k].value) / 64) return unknown_node();
    if (row.distance_to_kink != nullptr && operand_error > 0 && !(row.distance_to_kink(values) > 4 * operand_error))
        return unknown_node();
    bounded_node result;
    result.value = row.evaluate(at).value;
    result.error = row.error * unit * (std::abs(result.value) + size);
    // Though their derivatives are 0.
    if (function == &pullback::engine::operation_of<functions::detach>) result.error = x[0].error;
    if (function == &pullback::engine::operation_of<functions::common_scale>) result.error = operand_error;
    if (function == &pullback::engine::operation_of<functions::direction> && x[2].error > 0)
        result.error += x[2].error * std::abs(result.value / x[2].value) + x[0].error / std::abs(x[2].value);
    for (int k = 0; k < function->arity; ++k) {
        const auto derivative = [&](number moved) {
            at[k] = {x[k].value + moved, 1};
            const exact_rows::dual there = row.evaluate(at);
            at[k] = {x[k].value, 0};
            return std::isfinite(there.value) ? there.slope : exact_rows::nothing;
        };
        if (!x[k].is_varying && x[k].error == 0) continue;
        result.is_varying = result.is_varying || x[k].is_varying;
        const number here = derivative(0);
        if (!(std::abs(here) < 1e280L)) return unknown_node();
        for (std::size_t i = 0; i < inputs; ++i) {
            result.slope[i] += here * x[k].slope[i];
            result.slope_size[i] += std::abs(here) * x[k].slope_size[i];
        }
        if (x[k].error == 0) continue;
        // The largest derivative nearby, so that a border or a pole next to the operand is seen.
        const number below = std::abs(derivative(-x[k].error)), above = std::abs(derivative(x[k].error));
        result.error += x[k].error * std::max({std::abs(here), below, above});
        if (!(below < 1e280L && above < 1e280L)) return unknown_node();
    }
    for (const number slope : result.slope)
        if (!is_in_range(slope)) return unknown_node();
    return is_in_range(result.value) && result.error < 1e280L ? result : unknown_node();
}

/// The node that an instruction makes; `nodes` are those before it.
inline bounded_node bounded(const pullback::engine::instruction& step, const std::vector<bounded_node>& nodes,
                            const pullback::engine::literal* literals) {
    bounded_node x[3];
    for (int k = 0; k < step.function->arity; ++k) {
        const int operand = step.operands[k];
        x[k] = operand >= 0 ? nodes[static_cast<std::size_t>(operand)] : bounded_literal(literals[-operand - 1]);
    }
    if (step.function->role == pullback::row_role::select) {
        bounded_node taken = x[0].is_known() ? (x[0].truth ? x[1] : x[2]) : unknown_node();
        taken.is_varying = x[1].is_varying || x[2].is_varying;
        return taken;
    }
    for (int k = 0; k < step.function->arity; ++k)
        if (!x[k].is_known()) return unknown_node();
    return kind_of(step) == pullback::value_kind::truth ? bounded_condition(step.function, x)
                                                        : bounded_number(step.function, x);
}

inline std::vector<bounded_node> bounded_inputs(const std::vector<double>& at) {
    std::vector<bounded_node> nodes(at.size());
    for (std::size_t i = 0; i < at.size(); ++i) {
        nodes[i].value = at[i];
        nodes[i].slope[i] = nodes[i].slope_size[i] = 1;
        nodes[i].is_varying = true;
    }
    return nodes;
}

/// All nodes of a program.
inline std::vector<bounded_node> bounded(const pullback::engine::program_view& from, const std::vector<double>& at) {
    std::vector<bounded_node> nodes = bounded_inputs(at);
    for (int i = 0; i < from.size; ++i) nodes.push_back(bounded(from.code[i], nodes, from.literals));
    return nodes;
}

inline bounded_node bounded_output(const pullback::engine::program_view& from, int row,
                                   const std::vector<bounded_node>& nodes) {
    const int output = from.outputs[row];
    return output >= 0 ? nodes[static_cast<std::size_t>(output)] : bounded_literal(from.literal_at(output));
}

} // namespace run_time

#endif
