// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DIFFERENTIATE_TENSOR_HPP
#define PULLBACK_DIFFERENTIATE_TENSOR_HPP

#include <pullback/differentiate/multi_index.hpp>
#include <pullback/differentiate/one_sided.hpp>
#include <pullback/differentiate/tensor_plan.hpp>
#include <pullback/functions/arithmetic.hpp>
#include <pullback/functions/conditions.hpp>
#include <pullback/functions/elementary.hpp>
#include <pullback/program/operation.hpp>
#include <pullback/program/program.hpp>
#include <pullback/program/stack.hpp>
#include <pullback/program/workspace.hpp>
#include <pullback/record/made_by.hpp>
#include <pullback/record/recorded_scalar.hpp>

namespace pullback::engine::differentiate {

/// Whether derivatives that count on one side of a selection only are kept as such.
enum class selected_sides { are_merged, are_kept };

// Arithmetic with derivatives that may be one-sided, and then stay so: what is not taken is not multiplied. A program
// that is finite everywhere, with all its derivatives, has no need of that.
template <selected_sides Sides>
struct sided_arithmetic {
    static constexpr bool keeps_sides = Sides == selected_sides::are_kept;

    static constexpr recorded product(const recorded& x, const recorded& y) {
        if (x.is_literal(0) || y.is_literal(0)) return recorded();
        stack<recorded, 4> sides;
        const recorded u = inner(x, sides), v = inner(y, sides);
        return select_of(sides, record::same_value(u, v) ? square(u) : u * v);
    }
    static constexpr recorded quotient(const recorded& x, const recorded& y) {
        stack<recorded, 4> sides;
        const recorded u = inner(x, sides);
        return select_of(sides, u / y);
    }
    static constexpr recorded negative(const recorded& x) {
        stack<recorded, 4> sides;
        const recorded u = inner(x, sides);
        return select_of(sides, -u);
    }
    static constexpr recorded sum(const recorded& x, const recorded& y) {
        if (x.is_literal(0)) return y;
        return y.is_literal(0) ? x : sum_of(x, y, keeps_sides);
    }
    static constexpr recorded selection(const recorded_condition& p, const recorded& x, const recorded& y) {
        if (!keeps_sides || p.is_known() || (!one_sided(x) && !one_sided(y))) return pullback::select(p, x, y);
        return sum(side_of(pullback::select(p, recorded(1), recorded()), x),
                   side_of(pullback::select(p, recorded(), recorded(1)), y));
    }

    // p * x for a local partial derivative p. A select keeps its branches apart: the one not taken is not multiplied.
    static constexpr recorded times_partial(const recorded& p, const recorded& x) {
        if (p.is_literal(0) || x.is_literal(0)) return recorded();
        const instruction* const made_by = p.is_literal() ? nullptr : p.target()->instruction_of(p.operand());
        if (made_by == nullptr || made_by->function->role != row_role::select) return product(p, x);
        record::recorder& target = *p.target();
        const int* const operands = made_by->operands;
        return selection(recorded_condition(target, operands[0]), times_partial(recorded(target, operands[1]), x),
                         times_partial(recorded(target, operands[2]), x));
    }

private:
    static constexpr recorded inner(const recorded& x, stack<recorded, 4>& sides) {
        return keeps_sides ? inner_of(x, sides) : x;
    }
    static constexpr recorded side_of(const recorded& side, const recorded& x) { return one_sided(side).select_of(x); }
};

/// Whether a node, or a derivative of it by an operand, may be infinite or NaN.
constexpr bool may_be_infinite(const program_view& from) {
    workspace<bool> is_maybe_infinite(from.node_count());
    mark_maybe_infinite(from, is_maybe_infinite.data());
    const int nodes = from.node_count();
    for (int node = from.input_count; node < nodes; ++node)
        if (is_maybe_infinite[node]) return true;
    return false;
}

/// The program of the tensor of all partial derivatives of order `Order` of one number by `Ranges`, from the program of
/// its gradient; that of one order less comes before it if `Lowest` is less. Each distinct derivative of each node is
/// written once, by Leibniz' rule from those of the operands, where differentiating the program of the order below
/// would write it once for each sequence of the variables. Griewank and Walther, "Evaluating Derivatives" (2008),
/// chapter 13, has the same rules for one variable.
template <class Gradient, class Ranges, int Order, int Lowest>
struct tensor_program {
    static constexpr int variables = Ranges::size();
    static constexpr const auto& schedule = derivative_order_of<Gradient, variables, Order, Lowest>;
    static constexpr const auto& indices = multi_indices_of<variables, Order - 1>;
    static constexpr const auto& extended = with_partials<Gradient, Order - 1>;
    static constexpr program_view from = extended.program.view();
    using sided = sided_arithmetic<may_be_infinite(from) ? selected_sides::are_kept : selected_sides::are_merged>;

    static constexpr int input_count = Gradient::code.input_count;
    static constexpr int highest_count = tensor_entries_of<variables, Order>.count;
    static constexpr int lower_count = Lowest < Order ? tensor_entries_of<variables, Lowest>.count : 0;
    static constexpr int output_count = lower_count + highest_count;
    static constexpr int stage_count = schedule.stage_count;
    static constexpr int carry_count = schedule.first_of_stage[stage_count]; // the derivatives, in their order
    static constexpr int capacity = from.size + from.literal_count + 64 + tensor_stage_size / 2;

    template <int Stage>
    static constexpr void write(record::recorder& target, recorded* derivatives, int* outputs) {
        if constexpr (Stage == 0) target.take_over(from);
        const known_derivatives known{&target, derivatives};
        for (int i = schedule.first_of_stage[Stage]; i < schedule.first_of_stage[Stage + 1]; ++i)
            derivatives[i] = known.derivative(schedule.derivatives[i].node, schedule.derivatives[i].rank);
        if constexpr (Stage + 1 == stage_count) {
            if constexpr (lower_count > 0) write_outputs(tensor_entries_of<variables, Lowest>, known, outputs);
            write_outputs(tensor_entries_of<variables, Order>, known, outputs + lower_count);
        }
    }

private:
    // A sum whose terms come in groups with a common factor.
    class sum {
    public:
        constexpr void add(int factor, const recorded& term) {
            if (term.is_literal(0)) return;
            if (factor != factor_) close_group(factor);
            group_ = sided::sum(group_, term);
        }
        constexpr const recorded& total() {
            close_group(1);
            return total_;
        }

    private:
        constexpr void close_group(int next_factor) {
            if (!group_.is_literal(0)) {
                const recorded closed = factor_ == 1 ? group_ : sided::product(recorded(factor_), group_);
                total_ = sided::sum(total_, closed);
            }
            group_ = recorded();
            factor_ = next_factor;
        }

        recorded total_, group_;
        int factor_ = 1;
    };

    struct known_derivatives {
        record::recorder* target;
        const recorded* values;

        // The derivative of a node or literal, which is known already.
        constexpr recorded at(int operand, int rank) const {
            if (rank == 0) return recorded(*target, operand);
            if (from.is_computed(operand)) return values[schedule.place[operand][rank]];
            return recorded(from.is_input(operand) && rank <= variables && Ranges::input(rank - 1) == operand ? 1 : 0);
        }

        constexpr recorded derivative(int node, int rank) const {
            const instruction& step = from.maker_of(node);
            const int x = step.operands[0], y = step.operands[1];
            switch (step.function->role) {
                case row_role::negate: return sided::negative(at(x, rank));
                case row_role::add: return sided::sum(at(x, rank), at(y, rank));
                case row_role::subtract: return sided::sum(at(x, rank), sided::negative(at(y, rank)));
                case row_role::select:
                    return sided::selection(record::as_condition(recorded(*target, x)), at(y, rank),
                                            at(step.operands[2], rank));
                case row_role::square: return of_square(x, rank);
                case row_role::multiply:
                    return is_literal(x) ? sided::product(recorded(*target, x), at(y, rank)) : of_product(x, y, rank);
                case row_role::divide: return of_quotient(node, x, y, rank);
                default: return of_call(node, rank);
            }
        }

        constexpr recorded of_product(int x, int y, int rank) const {
            sum result;
            for (int i = indices.first_term[rank]; i < indices.first_term[rank + 1]; ++i) {
                const leibniz_term& term = indices.terms[i];
                const recorded u = at(x, term.first);
                if (u.is_literal(0)) continue;
                const recorded v = at(y, term.second);
                if (!v.is_literal(0)) result.add(term.factor, sided::product(u, v));
            }
            return result.total();
        }

        constexpr recorded of_square(int x, int rank) const {
            sum result;
            recorded middle;
            for (int i = indices.first_term[rank]; i < indices.first_term[rank + 1]; ++i) {
                const leibniz_term& term = indices.terms[i];
                if (term.first > term.second) continue;
                const recorded u = at(x, term.first), v = at(x, term.second);
                if (u.is_literal(0) || v.is_literal(0)) continue;
                if (term.first == term.second) middle = sided::product(recorded(term.factor), sided::product(u, u));
                else result.add(2 * term.factor, sided::product(u, v));
            }
            return sided::sum(result.total(), middle);
        }

        // For y = x / z, Leibniz' rule for x = y z is solved for its term z ∂y: that is ∂x without all other terms.
        constexpr recorded of_quotient(int y, int x, int z, int rank) const {
            sum others;
            for (int i = indices.first_term[rank]; !is_literal(z) && i < indices.first_term[rank + 1]; ++i) {
                const leibniz_term& term = indices.terms[i];
                if (term.first == 0) continue;
                const recorded u = at(z, term.first);
                if (!u.is_literal(0)) others.add(term.factor, sided::product(u, at(y, term.second)));
            }
            const recorded numerator = sided::sum(at(x, rank), sided::negative(others.total()));
            return sided::quotient(numerator, recorded(*target, z));
        }

        // Differentiates first by the variable that occurs least often, and by the rest with Leibniz' rule, which has
        // the fewest terms so.
        constexpr recorded of_call(int node, int rank) const {
            int first = -1;
            for (int k = 0; k < variables; ++k)
                if (indices.times[rank][k] > 0 && (first < 0 || indices.times[rank][k] < indices.times[rank][first]))
                    first = k;
            const int rest = indices.lowered[rank][first];
            const instruction& step = from.maker_of(node);
            sum result;
            int k = -1;
            for (const int x : from.operands_of(step)) {
                ++k;
                if (is_literal(x)) continue;
                for (int i = indices.first_term[rest]; i < indices.first_term[rest + 1]; ++i) {
                    const leibniz_term& term = indices.terms[i];
                    const recorded u = at(x, indices.raised[term.second][first]);
                    if (u.is_literal(0)) continue;
                    const recorded p = at(extended.partials[from.index_of(node)][k], term.first);
                    result.add(term.factor, sided::times_partial(p, u));
                }
            }
            return result.total();
        }
    };

    template <class Entries>
    static constexpr void write_outputs(const Entries& entries, const known_derivatives& known, int* outputs) {
        for (int i = 0; i < Entries::count; ++i)
            outputs[i] = known.at(from.outputs[entries.rows[i]], entries.ranks[i]).operand_in(*known.target);
    }
};

} // namespace pullback::engine::differentiate

#endif
