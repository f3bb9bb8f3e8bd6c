// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_RECORD_SIMPLIFY_HPP
#define PULLBACK_RECORD_SIMPLIFY_HPP

#include <pullback/functions/apply.hpp>
#include <pullback/functions/arithmetic.hpp>
#include <pullback/functions/conditions.hpp>
#include <pullback/functions/elementary.hpp>
#include <pullback/functions/piecewise.hpp>
#include <pullback/functions/powers.hpp>
#include <pullback/functions/row_facts.hpp>
#include <pullback/functions/signs.hpp>
#include <pullback/program/literal.hpp>
#include <pullback/program/operation.hpp>
#include <pullback/program/program.hpp>
#include <pullback/record/exact_literals.hpp>
#include <pullback/record/fold.hpp>
#include <pullback/record/made_by.hpp>
#include <pullback/record/mixed_operators.hpp>
#include <pullback/record/recorded_scalar.hpp>

#include <type_traits>

// Peephole rules: what recording does to an instruction before it is written, such as x for x * 1. The rules change no
// finite result beyond the rounding of the same formula; what the user wrote keeps the rounding of its sums and
// quotients, though not the sign of a zero. A literal zero is a structural zero: `0 * x` is 0 whatever x is.

namespace pullback {

constexpr recorded operator-(const recorded& x) { return engine::record::record_row<functions::negate>(x); }
constexpr recorded operator+(const recorded& x, const recorded& y) {
    return engine::record::record_row<functions::add>(x, y);
}
constexpr recorded operator-(const recorded& x, const recorded& y) {
    return engine::record::record_row<functions::subtract>(x, y);
}
constexpr recorded operator*(const recorded& x, const recorded& y) {
    return engine::record::record_row<functions::multiply>(x, y);
}
constexpr recorded operator/(const recorded& x, const recorded& y) {
    return engine::record::record_row<functions::divide>(x, y);
}

constexpr recorded& recorded::operator+=(const recorded& y) { return *this = *this + y; }
constexpr recorded& recorded::operator-=(const recorded& y) { return *this = *this - y; }
constexpr recorded& recorded::operator*=(const recorded& y) { return *this = *this * y; }
constexpr recorded& recorded::operator/=(const recorded& y) { return *this = *this / y; }

constexpr recorded_condition operator<(const recorded& x, const recorded& y) {
    return engine::record::record_comparison<functions::less>(x, y);
}
constexpr recorded_condition operator<=(const recorded& x, const recorded& y) {
    return engine::record::record_comparison<functions::less_equal>(x, y);
}

constexpr recorded_condition operator>(const recorded& x, const recorded& y) { return y < x; }
constexpr recorded_condition operator>=(const recorded& x, const recorded& y) { return y <= x; }
constexpr recorded_condition operator==(const recorded& x, const recorded& y) {
    return engine::record::record_comparison<functions::equal>(x, y);
}
constexpr recorded_condition operator!=(const recorded& x, const recorded& y) {
    return engine::record::record_comparison<functions::not_equal>(x, y);
}

// A condition that is already known selects now; no node of a program ever has a known condition as operand.
constexpr recorded_condition operator!(const recorded_condition& x) {
    if (x.is_known()) return !x.known_value();
    const recorded operand = engine::record::as_operand(x);
    return engine::record::record_condition(&engine::operation_of<functions::logical_not>, &operand);
}
constexpr recorded_condition operator&&(const recorded_condition& x, const recorded_condition& y) {
    if (x.is_known()) return x.known_value() ? y : x;
    if (y.is_known()) return y.known_value() ? x : y;
    const recorded operands[] = {engine::record::as_operand(x), engine::record::as_operand(y)};
    return engine::record::record_condition(&engine::operation_of<functions::logical_and>, operands);
}
constexpr recorded_condition operator||(const recorded_condition& x, const recorded_condition& y) {
    if (x.is_known()) return x.known_value() ? x : y;
    if (y.is_known()) return y.known_value() ? y : x;
    const recorded operands[] = {engine::record::as_operand(x), engine::record::as_operand(y)};
    return engine::record::record_condition(&engine::operation_of<functions::logical_or>, operands);
}
// The language has && and || of truth values for these; what they give has no truth value, as a condition says.
constexpr recorded_condition operator&&(const recorded_condition& x, bool y) { return x && recorded_condition(y); }
constexpr recorded_condition operator&&(bool x, const recorded_condition& y) { return recorded_condition(x) && y; }
constexpr recorded_condition operator||(const recorded_condition& x, bool y) { return x || recorded_condition(y); }
constexpr recorded_condition operator||(bool x, const recorded_condition& y) { return recorded_condition(x) || y; }
/// Whether one of two conditions holds and the other does not.
constexpr recorded_condition operator!=(const recorded_condition& p, const recorded_condition& q) {
    if (p.is_known()) return p.known_value() ? !q : q;
    return (p || q) && !(p && q);
}
/// Whether two conditions hold or do not hold together.
constexpr recorded_condition operator==(const recorded_condition& p, const recorded_condition& q) { return !(p != q); }

constexpr recorded apply_elementary(const functions::select&, const recorded_condition& p, const recorded& a,
                                    const recorded& b) {
    if (p.is_known()) return p.known_value() ? a : b;
    const recorded operands[] = {engine::record::as_operand(p), a, b};
    return engine::record::record_number(&engine::operation_of<functions::select>, operands);
}

/// Records a call of a function-table row; at least one argument is a recorded value, numbers become literals.
template <class F, class... X>
    requires((std::is_same_v<X, recorded> || ...) && (std::is_convertible_v<const X&, recorded> && ...) &&
             Elementary<F>)
constexpr result_of<F, recorded> apply_elementary(const F&, const X&... x) {
    const recorded operands[] = {recorded(x)...};
    if constexpr (pullback::detail::gives_condition<F>) {
        return engine::record::record_condition(&engine::operation_of<F>, operands);
    } else {
        return engine::record::record_number(&engine::operation_of<F>, operands);
    }
}

} // namespace pullback

namespace pullback::engine::record {

template <class... F>
constexpr bool is_call_of(const operation* function) {
    return (is_same_operation(function, &operation_of<F>) || ...);
}

// Gives u where the term x of a sum is -u, a product with a negative literal included, else x.
constexpr recorded term_without_sign(const recorded& x, bool& found) {
    const recorded u = without_sign(x, found);
    if (found || x.is_literal()) return u;
    const instruction* const multiple = literal_multiple(x);
    if (multiple == nullptr) return x;
    const literal known = x.target()->literal_at(multiple->operands[0]);
    if (!(known < 0)) return x;
    found = true;
    return recorded(-known) * recorded(*x.target(), multiple->operands[1]);
}

constexpr recorded power(const recorded& x, int exponent) {
    if (exponent == 1) return x;
    const recorded half = square(power(x, exponent / 2 > 0 ? exponent / 2 : 1));
    if (exponent == 2) return half;
    return exponent % 2 == 0 ? half : x * half;
}

constexpr bool simplify_power(const recorded& x, const recorded& exponent, recorded& result) {
    if (!exponent.is_literal()) return false;
    const literal value = exponent.literal_value();
    constexpr int largest = 8; // each product adds half a unit in the last place; beyond this pow itself is better
    if (!(value >= -largest && value <= largest) || value != static_cast<literal>(static_cast<int>(value)))
        return false;
    const int n = static_cast<int>(value);
    if (n == 0) result = 1;
    else if (n > 0) result = power(x, n);
    else result = power(1 / x, -n); // not 1 / power(x, -n), which is zero where the result is still a subnormal number
    return true;
}

// Each of the following functions rewrites a call of one row as a simpler one, and gives false when there is nothing to
// gain. `u` and `v` are the operands below a sign.

constexpr bool simplify_negate(const recorded& x, recorded& result) {
    bool negated = false;
    const recorded u = without_sign(x, negated);
    if (negated) return result = u, true;
    const instruction* made_by = x.target()->instruction_of(x.operand());
    if (made_by == nullptr || made_by->function->role != row_role::subtract) return false;
    recorder& target = *x.target();
    return result = recorded(target, made_by->operands[1]) - recorded(target, made_by->operands[0]), true;
}

constexpr bool simplify_square(const recorded& x, recorded& result) {
    bool negated = false;
    const recorded u = without_sign(x, negated);
    return negated ? (result = square(u), true) : false;
}

constexpr bool simplify_add(const recorded& x, const recorded& y, recorded& result) {
    if (x.is_literal(0)) return result = y, true;
    if (y.is_literal(0)) return result = x, true;
    if (same_value(x, y)) return result = 2 * x, true;
    if (const instruction *const left = literal_multiple(x), *const right = literal_multiple(y);
        left != nullptr && right != nullptr && left->operands[0] == right->operands[0] && !is_users(x)) {
        // c * u + c * v becomes c * (u + v).
        recorder& target = *x.target();
        return result = recorded(target, left->operands[0]) *
                        (recorded(target, left->operands[1]) + recorded(target, right->operands[1])),
               true;
    }
    bool negated = false;
    const recorded v = term_without_sign(y, negated);
    if (negated) return result = x - v, true;
    const recorded u = term_without_sign(x, negated);
    return negated ? (result = y - u, true) : false;
}

constexpr bool simplify_subtract(const recorded& x, const recorded& y, recorded& result) {
    if (y.is_literal(0)) return result = x, true;
    if (x.is_literal(0)) return result = -y, true;
    bool negated = false;
    const recorded v = term_without_sign(y, negated);
    if (negated) return result = x + v, true;
    const recorded u = term_without_sign(x, negated);
    return negated ? (result = -(u + y), true) : false;
}

// Simplifies the product of a literal and something else.
constexpr bool simplify_multiple(const recorded& known, const recorded& other, recorded& result) {
    if (known.is_literal(0)) return result = 0, true;
    if (known.is_literal(1)) return result = other, true;
    if (known.is_literal(-1)) return result = -other, true;
    bool negated = false;
    const recorded u = without_sign(other, negated);
    if (negated) return result = recorded(-known.literal_value()) * u, true;
    // c * (d * x) becomes (c d) * x where c d is exact and nothing can overflow.
    const instruction* made_by = literal_multiple(other);
    if (made_by == nullptr) return false;
    const literal c = known.literal_value(), d = other.target()->literal_at(made_by->operands[0]);
    if (!is_moderate(c) || !is_moderate(d) || !(other.target()->may_round() || is_exact_product(c, d, c * d)))
        return false;
    return result = recorded(c * d) * recorded(*other.target(), made_by->operands[1]), true;
}

// x * (2 * v) becomes 2 * (x * v), exactly: outside, the factor can join others or a sum. Only 2 is moved, because the
// rule of a square makes it anew each time; another factor may be in use where it is.
constexpr bool move_two_outward(const recorded& x, const recorded& scaled, recorded& result) {
    const instruction* const multiple = literal_multiple(scaled);
    if (multiple == nullptr || x.is_literal()) return false;
    recorder& target = *scaled.target();
    if (target.literal_at(multiple->operands[0]) != 2) return false;
    return result = recorded::literal_in(&target, 2) * (x * recorded(target, multiple->operands[1])), true;
}

constexpr bool simplify_multiply(const recorded& x, const recorded& y, recorded& result) {
    if (same_value(x, y)) return result = square(x), true;
    if (x.is_literal() || y.is_literal()) {
        if (simplify_multiple(x.is_literal() ? x : y, x.is_literal() ? y : x, result)) return true;
    } else if (const instruction* const left = literal_multiple(x), * const right = literal_multiple(y);
               left != nullptr && right != nullptr) {
        // (c * u) * (d * v) becomes u * v where c d is 1.
        recorder& target = *x.target();
        if (target.literal_at(left->operands[0]) * target.literal_at(right->operands[0]) == 1)
            return result = recorded(target, left->operands[1]) * recorded(target, right->operands[1]), true;
    }
    if (move_two_outward(x, y, result) || move_two_outward(y, x, result)) return true;
    bool negated = false;
    const recorded u = without_sign(x, negated);
    if (negated) return result = -(u * y), true;
    const recorded v = without_sign(y, negated);
    return negated ? (result = -(x * v), true) : false;
}

constexpr bool simplify_divide(const recorded& x, const recorded& y, recorded& result) {
    if (x.is_literal(0)) return result = 0, true;
    if (y.is_literal() && y.is_rounded() && is_moderate(y.literal_value()) && x.target()->may_round() && !is_users(x))
        return result = x * recorded::literal_of(literal_origin::rounded, 1 / y.literal_value(), x.target()), true;
    if (y.is_literal() && is_power_of_two(y.literal_value())) return result = x * recorded(1 / y.literal_value()), true;
    // x / (2 * v) becomes 0.5 * (x / v), exactly but within a factor 2 of overflow: the rule of a square root divides
    // by 2y, that of a square below it multiplies by 2x, and the factors meet.
    if (const instruction* const multiple = literal_multiple(y); multiple != nullptr) {
        recorder& target = *y.target();
        const literal c = target.literal_at(multiple->operands[0]);
        if (c == 2)
            return result = recorded::literal_in(&target, 0.5L) * (x / recorded(target, multiple->operands[1])), true;
    }
    bool negated = false;
    const recorded u = without_sign(x, negated);
    if (negated) return result = -(u / y), true;
    const recorded v = without_sign(y, negated);
    return negated ? (result = -(x / v), true) : false;
}

constexpr bool is_constant(const recorded& x) { return x.is_literal() || x.target()->is_constant(x.operand()); }

// Where operands of a minimum or maximum are equal, the first has the derivative, or the second; a constant, which has
// none, leaves that to the other: it goes second. (Whether a zero is -0 may change with that.)
constexpr bool simplify_piecewise(const operation* function, const recorded* operands, recorded& result) {
    if (function->arity < 2 || !is_constant(operands[0])) return false;
    if (function->facts.takes_constant_last) {
        if (is_constant(operands[1])) return false;
        const recorded swapped[] = {operands[1], operands[0]};
        return result = record_number(function, swapped), true;
    }
    if (is_call_of<functions::fdim>(function)) {
        if (is_constant(operands[1])) return false;
        // fdim is recorded as operations that are printed as they are. For infinities too, and for NaN, it is this
        // selection.
        return result = pullback::select(operands[0] <= operands[1], recorded(0), operands[0] - operands[1]), true;
    }
    if (!is_call_of<functions::clamp>(function) || (is_constant(operands[1]) && is_constant(operands[2]))) return false;
    const recorded not_below = record_row<functions::max>(operands[0], operands[1]);
    return result = record_row<functions::min>(not_below, operands[2]), true;
}

constexpr bool simplify(const operation* function, const recorded* operands, recorded& result) {
    switch (function->role) {
        case row_role::negate: return simplify_negate(operands[0], result);
        case row_role::square: return simplify_square(operands[0], result);
        case row_role::add: return simplify_add(operands[0], operands[1], result);
        case row_role::subtract: return simplify_subtract(operands[0], operands[1], result);
        case row_role::multiply: return simplify_multiply(operands[0], operands[1], result);
        case row_role::divide: return simplify_divide(operands[0], operands[1], result);
        case row_role::pow: return simplify_power(operands[0], operands[1], result);
        case row_role::select: return same_value(operands[1], operands[2]) ? (result = operands[1], true) : false;
        case row_role::other: return simplify_piecewise(function, operands, result);
    }
    return false;
}

constexpr int write(const operation* function, const recorded* operands, recorder& target) {
    int a = operands[0].operand_in(target);
    int b = function->arity > 1 ? operands[1].operand_in(target) : 0;
    const int c = function->arity > 2 ? operands[2].operand_in(target) : 0;
    if (function->facts.is_commutative && b < a) {
        const int smaller = b;
        b = a;
        a = smaller;
    }
    return target.record(function, a, b, c);
}

// Records the product of two operands, where no rule is to look into it.
constexpr int record_product(recorder& target, int a, int b) {
    if (a == b && !is_literal(a)) return target.record(&operation_of<functions::square>, a);
    return target.record(&operation_of<functions::multiply>, a < b ? a : b, a < b ? b : a);
}

// Whether a call is one of the commonest, which are written without asking all rules, as the compiler pays for every
// step: calls of two different nodes that no rule looks into, sums where one of these is a positive multiple, and
// products of such a node with a literal.
constexpr bool is_plain_call(const operation* function, const recorded& x, const recorded& y) {
    if (!x.is_literal() && !y.is_literal()) {
        const recorder& target = *x.target();
        if (x.operand() == y.operand() || (function->role == row_role::other && target.has_constants())) return false;
        const bool is_sum = function->role == row_role::add || function->role == row_role::subtract;
        return target.is_plain(x.operand()) ? target.is_plain(y.operand()) || (is_sum && target.is_term(y.operand()))
                                            : is_sum && target.is_plain(y.operand()) && target.is_term(x.operand());
    }
    if (function->role != row_role::multiply) return false;
    const recorded &known = x.is_literal() ? x : y, &other = x.is_literal() ? y : x;
    const literal factor = known.literal_value();
    return !other.is_literal() && factor != 0 && factor != 1 && factor != -1 &&
           known.origin() == literal_origin::written && other.target()->is_plain(other.operand());
}

constexpr recorded record_number(const operation* function, const recorded* operands) {
    if (recorder* const target = operands[function->arity - 1].target(); target != nullptr && target->forgets()) {
        target->count_call();
        return recorded(*target, 0);
    }
    if (!std::is_constant_evaluated() && is_of_several_programs(function, operands)) return recorded();
    if (function->role == row_role::divide)
        if (const int reciprocal = reciprocal_in_loops(operands[1]); reciprocal >= 0 && !operands[0].is_literal(0))
            return operands[0] * recorded(*operands[1].target(), reciprocal);
    if (function->arity == 2 && is_plain_call(function, operands[0], operands[1])) {
        recorder& target = *(operands[0].is_literal() ? operands[1] : operands[0]).target();
        return recorded(target, write(function, operands, target));
    }
    bool is_all_literal = true;
    literal_origin origin = literal_origin::written;
    for (int i = 0; i < function->arity; ++i) {
        is_all_literal = is_all_literal && operands[i].is_literal();
        if (operands[i].is_literal()) origin = origin | operands[i].origin();
    }
    // The origin is noted here, because a rule may compute with the literal and record another one.
    if (origin != literal_origin::written && !is_all_literal)
        for (int i = 0; i < function->arity; ++i)
            if (operands[i].is_literal()) operands[i].note_origin_in(*target_of(function, operands));
    recorded result;
    if (is_all_literal ? fold(function, operands, result) : simplify(function, operands, result)) return result;
    recorder& target = *target_of(function, operands);
    return recorded(target, write(function, operands, target));
}

constexpr recorded_condition record_condition(const operation* function, const recorded* operands) {
    if (!std::is_constant_evaluated() && is_of_several_programs(function, operands)) return {};
    if (operand_kind_of(function) != value_kind::truth) { // a comparison of numbers
        bool is_all_literal = true;
        for (int i = 0; i < function->arity; ++i) is_all_literal = is_all_literal && operands[i].is_literal();
        if (is_all_literal) {
            literal values[most_operands] = {};
            for (int i = 0; i < function->arity; ++i) values[i] = operands[i].literal_value();
            return function->fold(values) != 0;
        }
    }
    recorder& target = *target_of(function, operands);
    return recorded_condition(target, write(function, operands, target));
}

} // namespace pullback::engine::record

#endif
