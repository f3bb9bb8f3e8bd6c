// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DIFFERENTIATE_TANGENT_OF_OPERAND_HPP
#define PULLBACK_DIFFERENTIATE_TANGENT_OF_OPERAND_HPP

#include <pullback/differentiate/one_sided.hpp>
#include <pullback/functions/elementary.hpp>
#include <pullback/program/operation.hpp>
#include <pullback/program/program.hpp>
#include <pullback/program/stack.hpp>
#include <pullback/record/recorded_scalar.hpp>

namespace pullback::engine::differentiate {

/// What the tangent `dx` of operand k adds to the tangent of `result`: the k-th answer of the backward rule for the
/// adjoint `dx`, as rule k is linear in its adjoint and its k-th answer is ∂y/∂x_k times it. Forward mode so needs no
/// rules of its own; it only knows those of arithmetic by heart, to ask for one answer and not write the others.
constexpr recorded tangent_by(const operation* function, int k, const recorded* operands, const recorded& result,
                              const recorded& dx) {
    const row_role role = function->role;
    if (role == row_role::multiply) return dx * operands[1 - k];
    if (role == row_role::add || (role == row_role::subtract && k == 0)) return dx;
    if (role == row_role::divide && k == 0) return dx / operands[1];
    recorded contributions[most_operands];
    function->pullback(operands, result, dx, contributions);
    return contributions[k];
}

/// What the tangent `dx` of operand k adds, as `tangent_by` says; where `dx` is one-sided, so is what it adds.
constexpr recorded sided_tangent_by(const operation* function, int k, const recorded* operands, const recorded& result,
                                    const recorded& dx) {
    if (!one_sided(dx)) return tangent_by(function, k, operands, result, dx);
    stack<recorded, 4> sides;
    const recorded inner = inner_of(dx, sides);
    return select_of(sides, tangent_by(function, k, operands, result, inner));
}

} // namespace pullback::engine::differentiate

#endif
