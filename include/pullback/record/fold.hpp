// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_RECORD_FOLD_HPP
#define PULLBACK_RECORD_FOLD_HPP

#include <pullback/functions/elementary.hpp>
#include <pullback/program/literal.hpp>
#include <pullback/program/operation.hpp>
#include <pullback/program/program.hpp>
#include <pullback/record/exact_literals.hpp>
#include <pullback/record/recorded_scalar.hpp>
#include <pullback/record/recorder.hpp>

namespace pullback::engine::record {

constexpr recorder* target_of(const operation* function, const recorded* operands) {
    for (int i = 0; i < function->arity; ++i)
        if (operands[i].target() != nullptr) return operands[i].target();
    return nullptr;
}

// Whether operands are nodes of different programs, as where one function is recorded while another one is and reads a
// value of that: the programs are told. Compilers do not see to static functions that way, so it costs them nothing.
constexpr bool is_of_several_programs(const operation* function, const recorded* operands) {
    const recorded* first = nullptr;
    bool are_several = false;
    for (int i = 0; i < function->arity; ++i) {
        if (operands[i].is_literal()) continue;
        if (first == nullptr) first = operands + i;
        if (operands[i].target() == first->target()) continue;
        first->target()->note_foreign_operand();
        operands[i].target()->note_foreign_operand();
        are_several = true;
    }
    return are_several;
}

// Whether an operand makes the result exact whatever the other one is: x + 0, 1 * y, x / -1.
constexpr bool has_exact_operand(const operation* function, literal x, literal y) {
    const auto is_unit = [](literal value) { return value == 0 || value == 1 || value == -1; };
    if (function->role == row_role::add || function->role == row_role::subtract) return x == 0 || y == 0;
    if (function->role == row_role::multiply) return is_unit(x) || is_unit(y);
    if (function->role == row_role::divide) return y == 1 || y == -1 || (x == 0 && y != 0);
    return function->role == row_role::square && is_unit(x);
}

// Folds a call whose operands are all literals, if that loses nothing. A literal that was never part of a program has
// no program to write the call to, so there the value is rounded, and marked so.
constexpr bool fold(const operation* function, const recorded* operands, recorded& result) {
    bool is_all_moderate = true;
    literal_origin origin = literal_origin::written;
    literal values[most_operands] = {};
    for (int i = 0; i < function->arity; ++i) {
        values[i] = operands[i].literal_value();
        origin = origin | operands[i].origin();
        is_all_moderate = is_all_moderate && is_moderate(values[i]);
    }
    bool is_exact = function->facts.is_exact || has_exact_operand(function, values[0], values[1]);
    if (!is_exact && is_all_moderate && function->arity == 2) {
        const literal x = values[0], y = values[1];
        if (function->role == row_role::add) is_exact = is_exact_sum(x, y, x + y);
        else if (function->role == row_role::subtract) is_exact = is_exact_sum(x, -y, x - y);
        else if (function->role == row_role::multiply) is_exact = is_exact_product(x, y, x * y);
        else if (function->role == row_role::divide) is_exact = x / y * y == x && is_exact_product(x / y, y, x);
    } else if (!is_exact && is_all_moderate && function->role == row_role::square) {
        is_exact = is_exact_product(values[0], values[0], values[0] * values[0]);
    }
    const recorder* const target = target_of(function, operands);
    if (!is_exact && target != nullptr && !(target->may_round() && is_all_moderate)) return false;
    // The factor 0 is structural, beside an infinity too, where no constant expression may multiply.
    const bool is_zero = function->role == row_role::multiply && (values[0] == 0 || values[1] == 0);
    const literal value = is_zero ? 0 : function->fold(values);
    if (!is_exact) origin = origin | literal_origin::rounded;
    result =
        recorded::literal_of(origin, value, target_of(function, operands)); // what it is used in can be written too
    return true;
}

} // namespace pullback::engine::record

#endif
