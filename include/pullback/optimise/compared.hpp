// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_OPTIMISE_COMPARED_HPP
#define PULLBACK_OPTIMISE_COMPARED_HPP

#include <pullback/functions/activation.hpp>
#include <pullback/functions/hyperbolic.hpp>
#include <pullback/functions/piecewise.hpp>
#include <pullback/functions/powers.hpp>
#include <pullback/functions/special.hpp>
#include <pullback/functions/trigonometric.hpp>
#include <pullback/program/walks.hpp>
#include <pullback/record/simplify.hpp>

namespace pullback::engine::optimise {

/// Whether a function of numbers is known to be continuous wherever its operands are real, so that a rounding of these
/// can only round it. Others have steps or ends: `floor`, `atan2`, `sqrt`, what the user defines.
constexpr bool is_continuous(const operation* function) {
    namespace f = functions;
    switch (function->role) {
        case row_role::other: break;
        case row_role::pow: return false; // a power of a negative number is one for whole exponents only
        default: return true;
    }
    return record::is_call_of<f::exp, f::sin, f::cos, f::tanh, f::erf, f::erfc, f::abs, f::min, f::max, f::clamp,
                              f::sigmoid, f::softplus, f::log_sum_exp, f::fma, f::atan, f::cbrt, f::hypot,
                              f::hypot_of_three, f::expm1, f::exp2, f::sinh, f::cosh, f::asinh, f::tan, f::detach>(
        function);
}

/// Marks what a comparison or a function with steps is computed from. Its last digit may decide which side a selection
/// takes, so it is computed as it was recorded, down to the order of factors: real numbers that are equal may differ
/// once they are rounded, and which of them is larger is known only then.
constexpr void mark_compared(const program_view& from, bool* is_compared) {
    const auto is_visited = [=](int node, const instruction& step) {
        return is_compared[node] ||
               (step.function->is_condition ? !step.function->takes_condition : !is_continuous(step.function));
    };
    engine::mark_needed(from, is_compared, is_visited, [](int, const instruction&, int) { return true; });
}

} // namespace pullback::engine::optimise

#endif
