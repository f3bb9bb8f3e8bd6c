// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_RECORD_MADE_BY_HPP
#define PULLBACK_RECORD_MADE_BY_HPP

#include <pullback/functions/arithmetic.hpp>
#include <pullback/functions/elementary.hpp>
#include <pullback/program/literal.hpp>
#include <pullback/program/program.hpp>
#include <pullback/record/recorded_scalar.hpp>

// What rules ask of a recorded value: by which instruction it is made.

namespace pullback::engine::record {

// Gives u where x is the node -u, else x; `found` says which.
constexpr recorded without_sign(const recorded& x, bool& found) {
    found = false;
    if (x.is_literal()) return x;
    const instruction* made_by = x.target()->instruction_of(x.operand());
    if (made_by == nullptr || made_by->function->role != row_role::negate) return x;
    found = true;
    return recorded(*x.target(), made_by->operands[0]);
}

// The instruction c * u that makes x, with a literal c, or null if x is made otherwise.
constexpr const instruction* literal_multiple(const recorded& x) {
    if (x.is_literal()) return nullptr;
    const instruction* made_by = x.target()->instruction_of(x.operand());
    const bool is_multiple =
        made_by != nullptr && made_by->function->role == row_role::multiply && is_literal(made_by->operands[0]);
    return is_multiple ? made_by : nullptr;
}

// Whether what is being recorded is what the user wrote, not what differentiation adds.
constexpr bool is_users(const recorded& operand) { return operand.target()->is_primal(); }

// In loops, the user's node 1 / y by which a derivative multiplies in place of dividing by y, or -1. Passes do the same
// in straight programs (optimise/factoring/flattening.hpp); what goes back through turns then reads the reciprocal, and
// not the divisor beside it. A selected divisor stays one: the rule that selects it has thought about small ones.
constexpr int reciprocal_in_loops(const recorded& y) {
#if !defined(PULLBACK_KEEP_ARRANGEMENT)
    if (y.is_literal() || y.target()->loops() == nullptr || is_users(y)) return -1;
    const instruction* const made_by = y.target()->instruction_of(y.operand());
    if (made_by == nullptr || made_by->function->role != row_role::select)
        return y.target()->users_reciprocal(&operation_of<functions::divide>, y.operand());
#else
    static_cast<void>(y);
#endif
    return -1;
}

constexpr bool same_value(const recorded& x, const recorded& y) {
    if (x.is_literal() || y.is_literal())
        return x.is_literal() && y.is_literal() && same_literal(x.literal_value(), y.literal_value());
    return x.operand() == y.operand();
}

} // namespace pullback::engine::record

#endif
