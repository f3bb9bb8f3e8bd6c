// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DIFFERENTIATE_ONE_SIDED_HPP
#define PULLBACK_DIFFERENTIATE_ONE_SIDED_HPP

#include <pullback/functions/conditions.hpp>
#include <pullback/functions/elementary.hpp>
#include <pullback/functions/row_facts.hpp>
#include <pullback/program/array_view.hpp>
#include <pullback/program/literal.hpp>
#include <pullback/program/program.hpp>
#include <pullback/program/stack.hpp>
#include <pullback/program/workspace.hpp>
#include <pullback/record/recorded.hpp>
#include <pullback/record/recorded_scalar.hpp>

// sqrt(max(x, 0)) has slope 0 at x = -1, although the root has an infinite slope there: the side of a selection that is
// not taken must not be multiplied. The first half of this header has such derivatives; the second half finds out for
// which nodes they matter.

namespace pullback::engine::differentiate {

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
    constexpr bool is_zero(int operand) const {
        return engine::is_literal(operand) && target_->literal_at(operand) == 0;
    }

    record::recorder* target_;
    const instruction* selection_ = nullptr;
    bool is_first_ = false;
};

/// p || q; often both are the same condition.
constexpr recorded_condition either(const recorded_condition& p, const recorded_condition& q) {
    return !p.is_known() && !q.is_known() && p.operand() == q.operand() ? p : p || q;
}

/// The sum of two adjoints, or tangents, of a node. Two selections on one condition become one; with `stays_one_sided`,
/// two selections on two conditions do too.
constexpr recorded sum_of(const recorded& x, const recorded& y, bool stays_one_sided = false) {
    const one_sided a(x), b(y);
    if (!a || !b) return x + y;
    if (a.has_side_of(b)) return a.select_of(a.inner() + b.inner());
    if (a.condition().operand() == b.condition().operand())
        return a.is_first() ? pullback::select(a.condition(), a.inner(), b.inner())
                            : pullback::select(a.condition(), b.inner(), a.inner());
    return stays_one_sided ? pullback::select(either(a.holds(), b.holds()), x + y, recorded()) : x + y;
}

/// What is inside of a one-sided adjoint or tangent; of anything else, x itself. A rule may have given a side of a
/// side, so there may be several around it, which are appended to `sides`.
constexpr recorded inner_of(recorded x, stack<recorded, 4>& sides) {
    for (one_sided side(x); side; side = one_sided(x)) {
        sides.push(x);
        x = side.inner();
    }
    return x;
}

/// x where all of these sides are taken.
constexpr recorded select_of(const stack<recorded, 4>& sides, recorded x) {
    for (int i = sides.size() - 1; i >= 0; --i) x = one_sided(sides[i]).select_of(x);
    return x;
}

/// Whether x is one-sided, and its side is taken where the condition holds.
constexpr bool is_where(const recorded_condition& p, const recorded& x) {
    const one_sided side(x);
    return side && side.is_first() && !p.is_known() && side.condition().operand() == p.operand();
}

/// x where the condition holds, 0 elsewhere: a one-sided adjoint or tangent.
constexpr recorded select_where(const recorded_condition& p, const recorded& x) {
    const one_sided within(x);
    if (!within) return pullback::select(p, x, recorded());
    return is_where(p, x) ? x : pullback::select(p && within.holds(), within.inner(), recorded());
}

/// The condition p and, if x is one-sided, that its side is taken.
constexpr recorded_condition where_taken(const recorded_condition& p, const recorded& x) {
    const one_sided side(x);
    return side && !is_where(p, x) ? p && side.holds() : p;
}

/// Whether the derivative of an instruction by its operand k is finite wherever the operands are.
constexpr bool has_finite_partial(const instruction& step, int k, const bool* is_singular) {
    const row_role role = step.function->role;
    if (role == row_role::add || role == row_role::subtract || role == row_role::negate || role == row_role::select)
        return true;
    if (role != row_role::multiply) return false;
    const int other = step.operands[1 - k];
    return is_literal(other) || !is_singular[other];
}

/// The backward rule of an instruction; where the adjoint is one-sided, so are its answers.
constexpr void pull_back(const operation* function, const recorded* operands, const recorded& result,
                         const recorded& adjoint, recorded* contributions) {
    if (!one_sided(adjoint)) return function->pullback(operands, result, adjoint, contributions);
    stack<recorded, 4> sides;
    function->pullback(operands, result, inner_of(adjoint, sides), contributions);
    for (int k = first_number_operand(function); k < function->arity; ++k)
        contributions[k] = select_of(sides, contributions[k]);
}

/// What is known of a node wherever the inputs are finite and nothing overflows.
struct node_finiteness {
    bool is_finite = false; // its derivatives by its operands are finite, too
    bool is_positive = false;
    bool is_nonnegative = false;
    bool is_finite_unless_0 = false; // finite, with its derivatives, at least where it is not 0, as a root is

    constexpr node_finiteness both(const node_finiteness& y) const {
        return {is_finite && y.is_finite, is_positive && y.is_positive, is_nonnegative && y.is_nonnegative};
    }
    constexpr bool is_finite_divisor() const { return is_finite || is_finite_unless_0; }
};

/// Whether quotients by 0, roots that are 0 among them, and exponentials beyond the range of the scalar count: they are
/// in most programs, and infinite themselves where their derivatives are.
enum class poles { count, are_left_out };

/// Whether numbers of this range, all finite, lie in another.
constexpr bool lies_in(const node_finiteness& x, operand_range range, poles pole) {
    switch (range) {
        case operand_range::all:
        case operand_range::below_infinity:
        case operand_range::finite: return true;
        case operand_range::moderate: return pole == poles::are_left_out;
        case operand_range::nonzero:
        case operand_range::positive: return x.is_positive;
        case operand_range::nonnegative: return x.is_nonnegative;
        case operand_range::unknown: break;
    }
    return false;
}

/// The range of a call of no arithmetic, from what the function's row says of operands that are all of this range. A
/// result that the row calls positive may be rounded to 0, where its reciprocal has a pole.
constexpr node_finiteness range_of_call(const row_facts& facts, const node_finiteness& all, poles pole) {
    const bool has_sign = facts.sign == result_sign::nonnegative || facts.sign == result_sign::positive;
    const bool is_nonnegative = has_sign || (facts.sign == result_sign::of_operands && all.is_nonnegative);
    const bool is_positive = (facts.sign == result_sign::positive && pole == poles::are_left_out) ||
                             (is_nonnegative && facts.is_nonzero_for == operand_range::nonzero && all.is_positive);
    return {all.is_finite && lies_in(all, facts.has_finite_derivatives_for, pole), is_positive, is_nonnegative};
}

constexpr node_finiteness range_of(const operation* function, const node_finiteness& x, const node_finiteness& y,
                                   const node_finiteness& z, poles pole) {
    const bool is_finite = x.is_finite && y.is_finite;
    switch (function->role) {
        case row_role::negate:
        case row_role::subtract: return {is_finite};
        case row_role::square:
            return {.is_finite = is_finite,
                    .is_positive = x.is_positive,
                    .is_nonnegative = true,
                    .is_finite_unless_0 = x.is_finite_unless_0};
        case row_role::add: {
            const bool is_nonnegative = x.is_nonnegative && y.is_nonnegative;
            return {is_finite, is_nonnegative && (x.is_positive || y.is_positive), is_nonnegative};
        }
        case row_role::multiply:
            return {is_finite, x.is_positive && y.is_positive, x.is_nonnegative && y.is_nonnegative,
                    x.is_finite_divisor() && y.is_finite_divisor()};
        case row_role::divide: {
            // What is divided by a root is infinite where the root is 0.
            const bool may_divide = pole == poles::are_left_out ? y.is_finite_divisor() : y.is_finite && y.is_positive;
            return {x.is_finite && may_divide, x.is_positive && y.is_positive, x.is_nonnegative && y.is_positive};
        }
        case row_role::select: return {is_finite};
        case row_role::pow: return {};
        case row_role::other: break;
    }
    node_finiteness made = range_of_call(function->facts, x.both(y).both(z), pole);
    made.is_finite_unless_0 = function->facts.law == known_law::square_root && x.is_finite && x.is_nonnegative;
    return made;
}

/// The nodes of `from` that may be infinite or NaN, or their derivatives: `range_of_step(function, x, y, z)` is the
/// range of what a step gives for operands of these ranges.
constexpr void mark_by_ranges(const program_view& from, bool* is_maybe_infinite, const auto& range_of_step) {
    workspace<node_finiteness> ranges(from.node_count());
    for (int i = 0; i < from.input_count; ++i) ranges[i].is_finite = true;
    int node = from.input_count - 1;
    for (const instruction& step : from.steps()) {
        ++node;
        if (kind_of(step) == value_kind::truth) continue;
        const array_view<int> operands = from.number_operands_of(step);
        const auto range = [&](int k) -> node_finiteness {
            if (k >= operands.count) return {.is_finite = true, .is_positive = true, .is_nonnegative = true};
            const int operand = operands.at[k];
            if (!is_literal(operand)) return ranges[operand];
            const literal value = from.literal_at(operand);
            return {is_finite(value), value > 0, value >= 0};
        };
        node_finiteness& made = ranges[node];
        made = range_of_step(step.function, range(0), range(1), range(2));
        is_maybe_infinite[node] = !made.is_finite;
    }
}

/// The nodes of `from` that a one-sided adjoint or tangent matters to.
constexpr void mark_maybe_infinite(const program_view& from, bool* is_maybe_infinite, poles pole = poles::count) {
    differentiate::mark_by_ranges(from, is_maybe_infinite,
                                  [pole](const operation* function, const node_finiteness& x, const node_finiteness& y,
                                         const node_finiteness& z) { return range_of(function, x, y, z, pole); });
}

constexpr bool has_selections(const program_view& from) {
    for (const instruction& step : from.steps())
        if (step.function->facts.is_selection) return true;
    return false;
}

} // namespace pullback::engine::differentiate

#endif
