// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DIFFERENTIATE_LOOP_FINITENESS_HPP
#define PULLBACK_DIFFERENTIATE_LOOP_FINITENESS_HPP

#include <pullback/differentiate/one_sided.hpp>
#include <pullback/program/loops.hpp>
#include <pullback/program/operation.hpp>
#include <pullback/program/program.hpp>
#include <pullback/program/walks.hpp>

// Where one-sided adjoints and tangents matter in a program with loops: what one_sided.hpp finds out about
// straight-line programs.

namespace pullback::engine::differentiate {

/// The range of what a step of a loop gives, from that of its body. A sum over nothing is 0 however positive its terms
/// are; only its reciprocal and its logarithm have poles there.
constexpr node_finiteness range_of_loop_step(loop_step step, const node_finiteness& x, poles pole) {
    switch (step) {
        case loop_step::element:
        case loop_step::carry:
        case loop_step::last: return {.is_finite = true};
        case loop_step::at_turn: return x;
        case loop_step::scatter:
        case loop_step::sum: return {x.is_finite, x.is_positive && pole == poles::are_left_out, x.is_nonnegative};
        case loop_step::product:
        case loop_step::maximum:
        case loop_step::minimum: return x;
        default: return {.is_finite = true, .is_nonnegative = true};
    }
}

/// The nodes of `from` that a one-sided adjoint or tangent matters to, as `mark_maybe_infinite` says.
constexpr void mark_maybe_infinite_in_loops(const program_view& from, bool* is_maybe_infinite,
                                            poles pole = poles::count) {
    differentiate::mark_by_ranges(from, is_maybe_infinite,
                                  [pole](const operation* function, const node_finiteness& x, const node_finiteness& y,
                                         const node_finiteness& z) {
                                      const loop_step loop = loop_step_of(function);
                                      return loop == loop_step::none ? range_of(function, x, y, z, pole)
                                                                     : range_of_loop_step(loop, x, pole);
                                  });
}

/// The nodes of `from` whose tangents stay one-sided, as `mark_sided` says.
constexpr void mark_sided_in_loops(const program_view& from, const bool* is_maybe_infinite, bool* is_sided) {
    const auto is_visited = [=](int node, const instruction&) { return is_maybe_infinite[node] || is_sided[node]; };
    const auto is_followed = [=](int node, const instruction& step, int k) {
        const loop_step loop = loop_step_of(step.function);
        if (loop == loop_step::sum) return is_sided[node];
        if (k > 0 && (loop == loop_step::at_turn || loop == loop_step::scatter)) return false; // a subscript
        return k >= first_number_operand(step.function) &&
               (is_sided[node] || !has_finite_partial(step, k, is_maybe_infinite));
    };
    engine::mark_needed(from, is_sided, is_visited, is_followed);
}

} // namespace pullback::engine::differentiate

#endif
