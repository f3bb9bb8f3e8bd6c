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
    constexpr bool has_side_of(const one_sided& other) const {
        return selection_->operands[0] == other.selection_->operands[0] && is_first_ == other.is_first_;
    }

    /// x where the side is taken, 0 elsewhere; always one selection, so that sides within sides stay linear in number.
    constexpr recorded select_of(const recorded& x) const {
        const one_sided within(x);
        if (within && !has_side_of(within))
            return pullback::select(holds() && within.holds(), within.inner(), recorded());
        const recorded kept = within ? within.inner() : x;
        return is_first_ ? pullback::select(condition(), kept, recorded())
                         : pullback::select(condition(), recorded(), kept);
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
    if (a.has_side_of(b)) return a.select_of(a.inner() + b.inner());
    if (a.condition().operand() == b.condition().operand())
        return a.is_first() ? pullback::select(a.condition(), a.inner(), b.inner())
                            : pullback::select(a.condition(), b.inner(), a.inner());
    return stays_one_sided ? pullback::select(a.holds() || b.holds(), x + y, recorded()) : x + y;
}

/// The backward rule of an instruction; where the adjoint is one-sided, so are its answers.
constexpr void pull_back(const operation* function, const recorded* operands, const recorded& result,
                         const recorded& adjoint, recorded* contributions) {
    const one_sided side(adjoint);
    function->pullback(operands, result, side ? side.inner() : adjoint, contributions);
    if (!side) return;
    for (int k = function->takes_condition ? 1 : 0; k < function->arity; ++k)
        contributions[k] = side.select_of(contributions[k]);
}

/// What is known of a node wherever the inputs are finite and nothing overflows.
struct node_range {
    bool is_finite = false; // and so are its derivatives by its operands
    bool is_positive = false;
    bool is_nonnegative = false;
};

constexpr node_range range_of(const operation* function, const node_range& x, const node_range& y) {
    namespace f = functions;
    const bool is_finite = x.is_finite && y.is_finite;
    switch (function->role) {
        case row_role::negate:
        case row_role::subtract: return {is_finite};
        case row_role::square: return {is_finite, x.is_positive, true};
        case row_role::add: {
            const bool is_nonnegative = x.is_nonnegative && y.is_nonnegative;
            return {is_finite, is_nonnegative && (x.is_positive || y.is_positive), is_nonnegative};
        }
        case row_role::multiply:
            return {is_finite, x.is_positive && y.is_positive, x.is_nonnegative && y.is_nonnegative};
        case row_role::divide:
            return {is_finite && y.is_positive, x.is_positive && y.is_positive, x.is_nonnegative && y.is_positive};
        case row_role::select: return {is_finite};
        case row_role::pow: return {};
        case row_role::other: break;
    }
    if (is_call_of<f::exp, f::cosh>(function)) return {false, true, true};
    if (is_call_of<f::sqrt>(function)) return {is_finite && x.is_positive, x.is_positive, true};
    if (is_call_of<f::log>(function)) return {is_finite && x.is_positive};
    if (is_call_of<f::sigmoid, f::logistic>(function)) return {is_finite, true, true};
    return {is_finite && is_call_of<f::sin, f::cos, f::atan, f::tanh, f::abs, f::min, f::max, f::clamp>(function)};
}

/// The nodes of `from` that a one-sided adjoint matters to: they may be infinite or NaN, or their derivatives.
constexpr void mark_maybe_infinite(const program_view& from, bool* is_maybe_infinite) {
    workspace<node_range> ranges(from.input_count + from.size);
    for (int i = 0; i < from.input_count; ++i) ranges[i].is_finite = true;
    for (int i = 0; i < from.size; ++i) {
        const instruction& step = from.code[i];
        if (step.function->is_condition) continue;
        const auto range = [&](int k) -> node_range {
            if (k >= step.function->arity) return {true};
            const int operand = step.operands[k];
            if (operand >= 0) return ranges[operand];
            const literal value = from.literals[-operand - 1];
            return {true, value > 0, value >= 0};
        };
        const int first = step.function->takes_condition ? 1 : 0;
        node_range& made = ranges[from.input_count + i];
        made = range_of(step.function, range(first), range(first + 1));
        if (step.function->arity == 3 && first == 0) made.is_finite = made.is_finite && range(2).is_finite;
        is_maybe_infinite[from.input_count + i] = !made.is_finite;
    }
}

} // namespace pullback::detail

#endif
