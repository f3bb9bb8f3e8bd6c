// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DIFFERENTIATE_IMPLICIT_FUNCTION_HPP
#define PULLBACK_DIFFERENTIATE_IMPLICIT_FUNCTION_HPP

#include <pullback/differentiate/loops.hpp>
#include <pullback/functions/conditions.hpp>
#include <pullback/functions/elementary.hpp>
#include <pullback/functions/implicit.hpp>
#include <pullback/functions/piecewise.hpp>
#include <pullback/functions/row_facts.hpp>
#include <pullback/program/loops.hpp>
#include <pullback/program/operation.hpp>
#include <pullback/program/program.hpp>
#include <pullback/program/workspace.hpp>
#include <pullback/record/index_set.hpp>
#include <pullback/record/loop_recorder.hpp>
#include <pullback/record/recorded.hpp>
#include <pullback/record/recorder.hpp>

// The derivatives of an implicit function: of x(p), which solves r(x, p) = 0, by J dx = -∑ ∂r/∂p dp with J = ∂r/∂x, all
// at the solution (Griewank and Walther, Evaluating Derivatives, chapter 15; Krantz and Parks, The Implicit Function
// Theorem, section 3.3). How x was found does not matter.
//
// J and ∂r/∂p depend on x, so that a derivative of the equation needs an x whose derivative is known in its turn. That
// is another copy, with a residual of its own: x₀ has no derivative, x₁ has the first by the rates at x₀, x₂ the second
// too by those at x₁. All have one value, and what is not asked for is dead code.

namespace pullback::engine::differentiate {

/// So many derivatives of an implicit function are known; those of higher order are NaN.
inline constexpr int most_orders_of_implicit = 2;

template <int Size>
struct unknowns {
    recorded x[Size];
};

/// x, which changes with y at that rate; see `functions::with_rate`.
constexpr recorded with_rate(record::recorder& target, const recorded& x, const recorded& rate, const recorded& y) {
    if (rate.is_literal(0) || y.is_literal()) return x;
    return {target, target.record(&operation_of<functions::with_rate>, x.operand_in(target), rate.operand_in(target),
                                  y.operand())};
}

/// The copy of the solution that has no derivative.
template <int Size>
constexpr unknowns<Size> detached(record::recorder& target, const recorded (&found)[Size]) {
    unknowns<Size> result;
    for (int i = 0; i < Size; ++i) {
        const int number = target.record_literal(target.size());
        const int found_in_target = found[i].operand_in(target);
        result.x[i] = {target, target.record(&operation_of<functions::unknown>, found_in_target, number)};
    }
    return result;
}

/// x, whose derivatives by all that the residual depends on are not known.
template <int Size>
constexpr unknowns<Size> without_rates(record::recorder& target, unknowns<Size> x, const recorded (&r)[Size]) {
    for (recorded& each : x.x)
        for (const recorded& by : r)
            if (!by.is_literal())
                each = {target, target.record(&operation_of<functions::without_rate>, each.operand(), by.operand())};
    return x;
}

/// The equations J dx = dr of a residual at x, with dr = -∑ ∂r/∂p dp. The p are what it is made of that does not depend
/// on x.
template <int Size>
class linearized_residual {
public:
    constexpr linearized_residual(record::loop_recorder& loops, const unknowns<Size>& at, const recorded (&r)[Size])
        : loops_(loops), target_(loops.target()) {
        loop_reverse sweep(loops);
        sweep.keep_apart(loops.open_indices());
        const int nodes = target_.input_count() + target_.size();
        workspace<bool> is_other(nodes);
        find_others(at, r, is_other.data(), nodes);
        for (int node = 0; node < nodes; ++node) sweep.is_wanted[node] = is_other[node];
        for (const recorded& x : at.x) sweep.is_wanted[x.operand()] = true;
        for (int i = 0; i < Size; ++i) {
            if (i > 0) sweep.clear();
            if (!r[i].is_literal()) sweep.seed(r[i].operand(), recorded::literal_in(&target_, 1));
            sweep.run();
            for (int k = 0; k < Size; ++k) matrix_[i][k] = sweep.adjoints[at.x[k].operand()];
            changes_[i] = recorded::literal_in(&target_, 0);
            for (int node = 0; node < nodes; ++node)
                if (is_other[node] && !sweep.adjoints[node].is_literal(0))
                    changes_[i] = with_change_of(changes_[i], -sweep.adjoints[node], recorded(target_, node));
        }
    }

    /// x with the derivatives that the equations say: elimination with partial pivoting, where the larger of two
    /// pivots is selected. A singular J divides by 0.
    constexpr unknowns<Size> solved(const unknowns<Size>& x) {
        for (int k = 0; k < Size; ++k) {
            for (int i = k + 1; i < Size; ++i) swap_if_larger(k, i);
            is_singular_ = is_singular_ || matrix_[k][k].is_literal(0);
            for (int i = k + 1; i < Size; ++i) {
                if (matrix_[i][k].is_literal(0)) continue;
                const recorded factor = matrix_[i][k] / matrix_[k][k];
                for (int j = k + 1; j < Size; ++j) matrix_[i][j] = matrix_[i][j] - factor * matrix_[k][j];
                changes_[i] = differentiate::with_rate(target_, changes_[i], -factor, changes_[k]);
            }
        }
        unknowns<Size> result;
        for (int i = Size - 1; i >= 0; --i) {
            recorded change = changes_[i];
            for (int k = i + 1; k < Size; ++k)
                change = differentiate::with_rate(target_, change, -matrix_[i][k], result.x[k]);
            result.x[i] =
                differentiate::with_rate(target_, x.x[i], recorded::literal_in(&target_, 1) / matrix_[i][i], change);
        }
        return result;
    }

    /// Whether J was found to be singular whatever the numbers are, so that there is no such x.
    constexpr bool is_singular() const { return is_singular_; }

private:
    // What has a part in the residual and does not depend on x, though what is made of it does.
    constexpr void find_others(const unknowns<Size>& at, const recorded (&r)[Size], bool* is_other, int nodes) const {
        workspace<bool> depends(nodes);
        for (const recorded& x : at.x) depends[x.operand()] = true;
        for (int node = at.x[0].operand() + 1; node < nodes; ++node) {
            const instruction* const made_by = target_.instruction_of(node);
            if (made_by == nullptr || depends[node] || !has_derivative(*made_by)) continue;
            const int arity = made_by->function->arity;
            for (int k = 0; k < arity; ++k)
                depends[node] = depends[node] || (made_by->operands[k] >= 0 && depends[made_by->operands[k]]);
            if (!depends[node]) continue;
            for (int k = first_number_operand(made_by->function); k < arity; ++k)
                if (made_by->operands[k] >= 0 && !depends[made_by->operands[k]]) is_other[made_by->operands[k]] = true;
        }
        for (const recorded& each : r)
            if (!each.is_literal() && !depends[each.operand()]) is_other[each.operand()] = true;
    }
    static constexpr bool has_derivative(const instruction& step) {
        if (kind_of(step) == value_kind::truth) return false;
        const loop_step loop = loop_step_of(step.function);
        return loop == loop_step::none || loop == loop_step::sum || loop == loop_step::product;
    }

    // What stands in loops of the residual changes it in each of their turns.
    constexpr recorded with_change_of(const recorded& sum, const recorded& rate, const recorded& other) {
        const record::index_set over = (loops_.indices_of(other) | loops_.indices_of(rate)) & ~loops_.open_indices();
        if (over == 0) return differentiate::with_rate(target_, sum, rate, other);
        recorded term = differentiate::with_rate(target_, recorded::literal_in(&target_, 0), rate, other);
        for (int index = most_indices - 1; index >= 0; --index)
            if (record::contains(over, index)) term = loops_.reduce(loop_step::sum, term, index);
        return sum.is_literal(0) ? term : sum + term;
    }

    constexpr void swap_if_larger(int k, int i) {
        const recorded_condition is_larger = abs(matrix_[k][k]) < abs(matrix_[i][k]);
        const auto swap = [&](recorded& a, recorded& b) {
            const recorded first = pullback::select(is_larger, b, a);
            b = pullback::select(is_larger, a, b);
            a = first;
        };
        for (int j = k; j < Size; ++j) swap(matrix_[k][j], matrix_[i][j]);
        swap(changes_[k], changes_[i]);
    }

    record::loop_recorder& loops_;
    record::recorder& target_;
    recorded matrix_[Size][Size];
    recorded changes_[Size]; // 0, with the derivatives of dr
    bool is_singular_ = false;
};

/// The solution that was found, with the derivatives of the implicit function; `residual(unknowns, r)` writes the
/// residual there.
template <int Size, class Residual>
constexpr unknowns<Size> implicit_function(record::loop_recorder& loops, const recorded (&found)[Size],
                                           const Residual& residual) {
    record::recorder& target = loops.target();
    const unknowns<Size> value = differentiate::detached(target, found);
    recorded r[Size];
    residual(value, r);
    unknowns<Size> result = differentiate::without_rates(target, value, r);
    for (int order = 0; order < most_orders_of_implicit; ++order) {
        residual(result, r);
        linearized_residual<Size> equations(loops, result, r);
        const unknowns<Size> solution = equations.solved(value);
        result = equations.is_singular() ? differentiate::without_rates(target, value, r) : solution;
    }
    return result;
}

} // namespace pullback::engine::differentiate

#endif
