// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_OPTIMISE_RANGES_HPP
#define PULLBACK_OPTIMISE_RANGES_HPP

#include <pullback/functions/elementary.hpp>
#include <pullback/functions/row_facts.hpp>
#include <pullback/optimise/sensitive_nodes.hpp>
#include <pullback/program/literal.hpp>
#include <pullback/program/program.hpp>
#include <pullback/program/workspace.hpp>

// Value ranges: whether a node may be negative, zero, infinite, and so on, whatever the inputs are.

namespace pullback::engine::optimise {

/// What a node never is, as x² is never negative: whatever the inputs are, zeros and infinities among them, but for
/// products, quotients and exponentials of finite numbers that leave the range of the scalar.
struct value_range {
    bool is_never_infinite = false, is_never_zero = false, is_never_negative = false, is_never_positive = false;

    constexpr value_range either(const value_range& y) const {
        return {is_never_infinite && y.is_never_infinite, is_never_zero && y.is_never_zero,
                is_never_negative && y.is_never_negative, is_never_positive && y.is_never_positive};
    }
    constexpr value_range negative() const {
        return {is_never_infinite, is_never_zero, is_never_positive, is_never_negative};
    }
    constexpr value_range reciprocal() const {
        return {is_never_zero, is_never_infinite, is_never_negative, is_never_positive};
    }
    constexpr bool lies_in(operand_range range) const {
        switch (range) {
            case operand_range::all: return true;
            case operand_range::below_infinity: return is_never_positive || is_never_infinite;
            case operand_range::finite: return is_never_infinite;
            case operand_range::nonzero: return is_never_zero;
            case operand_range::nonnegative: return is_never_negative;
            case operand_range::positive: return is_never_negative && is_never_zero;
            case operand_range::moderate:
            case operand_range::unknown: break;
        }
        return false;
    }
};

constexpr value_range range_of_product(const value_range& x, const value_range& y) {
    return {x.is_never_infinite && y.is_never_infinite, x.is_never_zero && y.is_never_zero,
            (x.is_never_negative && y.is_never_negative) || (x.is_never_positive && y.is_never_positive),
            (x.is_never_negative && y.is_never_positive) || (x.is_never_positive && y.is_never_negative)};
}

constexpr value_range range_of_sum(const value_range& x, const value_range& y) {
    const bool is_never_negative = x.is_never_negative && y.is_never_negative;
    const bool is_never_positive = x.is_never_positive && y.is_never_positive;
    return {x.is_never_infinite && y.is_never_infinite,
            (is_never_negative || is_never_positive) && (x.is_never_zero || y.is_never_zero), is_never_negative,
            is_never_positive};
}

/// The ranges of the nodes of a program.
class value_ranges {
public:
    constexpr explicit value_ranges(const program_view& from) : from_(from), nodes_(from.node_count()) {
        int node = from.input_count;
        for (const instruction& step : from.steps()) {
            if (kind_of(step) != value_kind::truth) nodes_[node] = made_by(step);
            ++node;
        }
    }

    constexpr value_range operator[](int operand) const {
        if (!is_literal(operand)) return nodes_[operand];
        const literal value = from_.literal_at(operand);
        return {is_finite(value), value != 0, value >= 0, value <= 0};
    }

private:
    constexpr value_range made_by(const instruction& step) const {
        const value_range x = (*this)[step.operands[0]], y = step.function->arity > 1 ? (*this)[step.operands[1]] : x;
        switch (step.function->role) {
            case row_role::negate: return x.negative();
            case row_role::square:
                return {.is_never_infinite = x.is_never_infinite,
                        .is_never_zero = x.is_never_zero,
                        .is_never_negative = true};
            case row_role::multiply: return range_of_product(x, y);
            case row_role::divide: return range_of_product(x, y.reciprocal());
            case row_role::add: return range_of_sum(x, y);
            case row_role::subtract: return range_of_sum(x, y.negative());
            case row_role::select: return y.either((*this)[step.operands[2]]);
            case row_role::pow: return {};
            case row_role::other: break;
        }
        return made_by_function(step);
    }

    // The range is what the function's row says of operands that all lie in one.
    constexpr value_range made_by_function(const instruction& step) const {
        const row_facts& facts = step.function->facts;
        value_range all = (*this)[step.operands[0]];
        for (int k = 1; k < step.function->arity; ++k) all = all.either((*this)[step.operands[k]]);
        const bool has_sign = facts.sign == result_sign::nonnegative || facts.sign == result_sign::positive;
        const bool takes_sign = facts.sign == result_sign::of_operands;
        return {all.lies_in(facts.is_finite_for), all.lies_in(facts.is_nonzero_for),
                has_sign || (takes_sign && all.is_never_negative), takes_sign && all.is_never_positive};
    }

    program_view from_;
    workspace<value_range> nodes_;
};

} // namespace pullback::engine::optimise

#endif
