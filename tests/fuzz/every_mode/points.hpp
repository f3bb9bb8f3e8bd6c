// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_TESTS_FUZZ_EVERY_MODE_POINTS_HPP
#define PULLBACK_TESTS_FUZZ_EVERY_MODE_POINTS_HPP

#include "../../support/special_points.hpp"
#include "modes.hpp"

#include <limits>

namespace every_mode {

using run_time::choices;

/// A point at which modes may differ.
class point_maker {
public:
    /// The value of the function as it is written, to look for zeros of what it computes.
    void make(choices& from, const tested_function& function, double* x) const {
        for (int i = 0; i < function.inputs; ++i) x[i] = run_time::special_coordinate(from, x, i);
        if (from.next() % 4 == 0) move_to_zero(from, function, x);
    }

private:
    // Bisects one coordinate until a divisor, or another number that the function computes, is 0 or two operands are
    // equal.
    static void move_to_zero(choices& from, const tested_function& function, double* x) {
        const pullback::engine::program_view& code = function.modes.front().program.code;
        if (code.size == 0) return;
        const pullback::engine::instruction& step = code.code[from.next() % static_cast<unsigned>(code.size)];
        const int which = static_cast<int>(from.next() % 3), moved = static_cast<int>(from.next()) % function.inputs;
        const int node = code.input_count + static_cast<int>(&step - code.code);
        const auto distance = [&] {
            std::vector<double> inputs(x, x + function.inputs);
            for (const double number : function.modes.front().program.captured) inputs.push_back(number);
            const auto nodes = run_time::interpreted<double>(code, inputs);
            const auto number = [&](int operand) {
                return operand < 0 ? static_cast<double>(code.literal_at(operand))
                                   : nodes.numbers[static_cast<std::size_t>(operand)];
            };
            if (which == 0 && kind_of(step) != pullback::value_kind::truth) return number(node);
            if (operand_kind_of(step.function) == pullback::value_kind::truth)
                return std::numeric_limits<double>::quiet_NaN();
            const double last = number(step.operands[step.function->arity - 1]);
            return step.function->arity == 1 || which == 1 ? last : number(step.operands[0]) - last;
        };
        const double before = x[moved];
        double ends[2];
        for (double& end : ends) end = (static_cast<int>(from.next()) - 128) / 16.;
        double signs[2];
        for (int k = 0; k < 2; ++k) {
            x[moved] = ends[k];
            signs[k] = distance();
        }
        if (!(signs[0] * signs[1] <= 0)) {
            x[moved] = before;
            return;
        }
        for (int steps = 0; steps < 60; ++steps) {
            x[moved] = ends[0] + (ends[1] - ends[0]) / 2;
            const double here = distance();
            if (here == 0 || here != here) return;
            ends[here * signs[0] > 0 ? 0 : 1] = x[moved];
        }
    }
};

} // namespace every_mode

#endif
