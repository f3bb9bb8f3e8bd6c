// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_PROGRAM_ONE_SIDED_HPP
#define PULLBACK_PROGRAM_ONE_SIDED_HPP

#include <pullback/functions/activation.hpp>
#include <pullback/functions/hyperbolic.hpp>
#include <pullback/functions/piecewise.hpp>
#include <pullback/functions/trigonometric.hpp>
#include <pullback/program/recorded.hpp>

namespace pullback::detail {

/// The adjoint of what only one side of a selection needs: `select(p, g, 0)` or `select(p, 0, g)`. Where the other side
/// is taken, its function may be infinite or NaN, and so is 0 times it. There the backward rule, which is linear in the
/// adjoint, is asked for g, and its answers are selected.
class one_sided {
public:
    constexpr explicit one_sided(const recorded& adjoint) : target_(adjoint.target()) {
        if (adjoint.is_literal()) return;
        const instruction* const made_by = target_->instruction_of(adjoint.operand());
        if (made_by == nullptr || made_by->function->role != row_role::select) return;
        is_first_ = is_zero(made_by->operands[2]);
        if (is_first_ || is_zero(made_by->operands[1])) selection_ = made_by;
    }

    constexpr explicit operator bool() const { return selection_ != nullptr; }
    constexpr bool is_first() const { return is_first_; }
    constexpr recorded_condition condition() const { return {*target_, selection_->operands[0]}; }
    constexpr recorded_condition holds() const { return is_first_ ? condition() : !condition(); }
    constexpr recorded inner() const { return recorded(*target_, selection_->operands[is_first_ ? 1 : 2]); }
    constexpr recorded select_of(const recorded& x) const {
        return is_first_ ? pullback::select(condition(), x, recorded()) : pullback::select(condition(), recorded(), x);
    }

private:
    constexpr bool is_zero(int operand) const { return operand < 0 && target_->literal_at(operand) == 0; }

    recorder* target_;
    const instruction* selection_ = nullptr;
    bool is_first_ = false;
};

/// The sum of two adjoints, or tangents, of a node; one selection of two on one condition. If `stays_one_sided`, then
/// also on two conditions.
constexpr recorded sum_of(const recorded& x, const recorded& y, bool stays_one_sided = false) {
    const one_sided a(x), b(y);
    if (!a || !b) return x + y;
    if (a.condition().operand() == b.condition().operand()) {
        if (a.is_first() == b.is_first()) return a.select_of(sum_of(a.inner(), b.inner(), stays_one_sided));
        return a.is_first() ? pullback::select(a.condition(), a.inner(), b.inner())
                            : pullback::select(a.condition(), b.inner(), a.inner());
    }
    return stays_one_sided ? pullback::select(a.holds() || b.holds(), x + y, recorded()) : x + y;
}

/// The backward rule of an instruction; where the adjoint is one-sided, so are its answers.
constexpr void pull_back(const operation* function, const recorded* operands, const recorded& result,
                         const recorded& adjoint, recorded* contributions) {
    const one_sided side(adjoint);
    if (!side) return function->pullback(operands, result, adjoint, contributions);
    pull_back(function, operands, result, side.inner(), contributions);
    for (int k = function->takes_condition ? 1 : 0; k < function->arity; ++k)
        contributions[k] = side.select_of(contributions[k]);
}

/// Whether a row and its derivatives are finite wherever its operands are, but for overflow of products.
constexpr bool keeps_finite(const operation* function) {
    switch (function->role) {
        case row_role::negate:
        case row_role::square:
        case row_role::add:
        case row_role::subtract:
        case row_role::multiply:
        case row_role::select: return true;
        case row_role::divide:
        case row_role::pow: return false;
        case row_role::other: break;
    }
    namespace f = functions;
    return is_call_of<f::sin, f::cos, f::atan, f::tanh, f::sigmoid, f::abs, f::min, f::max, f::clamp>(function);
}

/// The nodes for whose backward rules a one-sided adjoint may be anything but 0 or what it should be: those computed
/// from, or that are, no finite numbers.
constexpr void mark_maybe_infinite(const program_view& from, bool* is_maybe_infinite) {
    for (int i = 0; i < from.size; ++i) {
        const instruction& step = from.code[i];
        bool is_finite = step.function->is_condition || keeps_finite(step.function);
        for (int k = 0; is_finite && k < step.function->arity; ++k)
            is_finite = step.operands[k] < 0 || !is_maybe_infinite[step.operands[k]];
        is_maybe_infinite[from.input_count + i] = !is_finite;
    }
}

} // namespace pullback::detail

#endif
