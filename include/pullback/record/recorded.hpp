// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_RECORD_RECORDED_HPP
#define PULLBACK_RECORD_RECORDED_HPP

#include <pullback/functions/conditions.hpp>
#include <pullback/functions/elementary.hpp>
#include <pullback/functions/piecewise.hpp>
#include <pullback/functions/row_facts.hpp>
#include <pullback/program/operation.hpp>
#include <pullback/program/program.hpp>
#include <pullback/record/numeric_limits.hpp>
#include <pullback/record/recorded_scalar.hpp>
#include <pullback/record/simplify.hpp>

// The recording scalar with all that is done with it.

namespace pullback {

// These are for `using std::max; max(x, y)`. There `std::max`, which takes operands of one type and compares with `if`,
// is more specialised than this library's function of any two types; these are more specialised than either.

/// The smaller of x and y; see `functions::min`.
constexpr recorded min(const recorded& x, const recorded& y) { return functions::min{}(x, y); }
/// The larger of x and y; see `functions::max`.
constexpr recorded max(const recorded& x, const recorded& y) { return functions::max{}(x, y); }
/// x, moved into the interval from `low` to `high`; see `functions::clamp`.
constexpr recorded clamp(const recorded& x, const recorded& low, const recorded& high) {
    return functions::clamp{}(x, low, high);
}

namespace engine::record {

// Records `function` again, with other operands, while a program is copied into `target`. Conditions come as the
// operands they are, a known one as the literal 0 or 1.
constexpr recorded record_again(const operation* function, const recorded* operands) {
    if (function->role == row_role::select)
        return apply_elementary(functions::select{}, as_condition(operands[0]), operands[1], operands[2]);
    if (kind_of(function) != value_kind::truth) return record_number(function, operands);
    if (operand_kind_of(function) != value_kind::truth) return as_operand(record_condition(function, operands));
    const recorded_condition p = as_condition(operands[0]);
    if (is_call_of<functions::logical_not>(function)) return as_operand(!p);
    const recorded_condition q = as_condition(operands[1]);
    return as_operand(is_call_of<functions::logical_and>(function) ? p && q : p || q);
}
// The same for an instruction whose operands `renamed(operand)` stands for.
template <class Renamed>
constexpr recorded record_again(const instruction& step, const Renamed& renamed) {
    recorded operands[most_operands];
    for (int k = 0; k < step.function->arity; ++k) operands[k] = renamed(step.operands[k]);
    return record_again(step.function, operands);
}

} // namespace engine::record

} // namespace pullback

#endif
