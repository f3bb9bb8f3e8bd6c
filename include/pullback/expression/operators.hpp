// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_EXPRESSION_OPERATORS_HPP
#define PULLBACK_EXPRESSION_OPERATORS_HPP

#include <pullback/expression/constant.hpp>
#include <pullback/expression/expression.hpp>
#include <pullback/expression/lowering.hpp>
#include <pullback/expression/type_hash.hpp>
#include <pullback/functions/arithmetic.hpp>
#include <pullback/functions/conditions.hpp>
#include <pullback/functions/elementary.hpp>
#include <pullback/functions/piecewise.hpp>
#include <pullback/functions/scalar.hpp>
#include <pullback/program/operation.hpp>
#include <pullback/record/recorded_scalar.hpp>
#include <pullback/static_function/signature.hpp>

#include <boost/hana/basic_tuple.hpp>
#include <cstdint>

namespace pullback {

namespace detail {

template <class T>
concept NumberOperand = Scalar<T> && !std::is_same_v<T, recorded> && !Expression<T>;

template <class T>
concept FormulaOperand = is_formula<T> || NumberOperand<T> || CompileTimeInteger<T>;

/// Operands of an expression that is being made: at least one formula, the others formulas or numbers.
template <class... X>
concept FormulaOperands = (is_formula<X> || ...) && (FormulaOperand<X> && ...);

/// The function of `p != q`, for which no row is needed: it is made of others when it is recorded, once for each
/// mention.
struct not_both_or_none {};

template <>
struct call_traits<not_both_or_none> {
    static constexpr std::uint64_t hash = hash_of_type<not_both_or_none>;
    static constexpr bool is_condition = true;
    template <class G>
    static constexpr bool is_call_of = false;
    using captured_type = boost::hana::basic_tuple<>;
    using foreign_types = types<>;

    static constexpr recorded record(lowering&, const recorded* operands, int) {
        return engine::record::as_operand(engine::record::as_condition(operands[0]) !=
                                          engine::record::as_condition(operands[1]));
    }
};

template <class F, class... X>
constexpr auto call_on(const X&... x) {
    return detail::make_call<F>(boost::hana::basic_tuple<>{}, detail::as_expression(x)...);
}

} // namespace detail

/// The call of a function-table row on formulas and numbers: an expression.
template <Elementary F, class... X>
    requires detail::FormulaOperands<X...>
constexpr auto apply_elementary(const F&, const X&... x) {
    return detail::call_on<F>(x...);
}

/// `select(x < y, a, b)` on formulas and numbers.
template <ConditionExpression P, class A, class B>
    requires(detail::FormulaOperand<A> && detail::FormulaOperand<B>)
constexpr auto apply_elementary(const functions::select&, const P& condition, const A& a, const B& b) {
    return detail::call_on<functions::select>(condition, a, b);
}

// These are for formulas of one type, such as `2.0 * x` and `3.0 * x`, and more specialised than `std::max`: see
// recorded.hpp.

/// The smaller of x and y; see `functions::min`.
template <class E>
    requires detail::is_formula<E>
constexpr auto min(const E& x, const E& y) {
    return detail::call_on<functions::min>(x, y);
}
/// The larger of x and y; see `functions::max`.
template <class E>
    requires detail::is_formula<E>
constexpr auto max(const E& x, const E& y) {
    return detail::call_on<functions::max>(x, y);
}
/// x, moved into the interval from `low` to `high`; see `functions::clamp`.
template <class E>
    requires detail::is_formula<E>
constexpr auto clamp(const E& x, const E& low, const E& high) {
    return detail::call_on<functions::clamp>(x, low, high);
}

template <class X>
    requires detail::FormulaOperands<X>
constexpr auto operator+(const X& x) {
    return detail::as_expression(x);
}
template <class X>
    requires detail::FormulaOperands<X>
constexpr auto operator-(const X& x) {
    return detail::call_on<functions::negate>(x);
}
template <class X, class Y>
    requires detail::FormulaOperands<X, Y>
constexpr auto operator+(const X& x, const Y& y) {
    return detail::call_on<functions::add>(x, y);
}
template <class X, class Y>
    requires detail::FormulaOperands<X, Y>
constexpr auto operator-(const X& x, const Y& y) {
    return detail::call_on<functions::subtract>(x, y);
}
template <class X, class Y>
    requires detail::FormulaOperands<X, Y>
constexpr auto operator*(const X& x, const Y& y) {
    return detail::call_on<functions::multiply>(x, y);
}
template <class X, class Y>
    requires detail::FormulaOperands<X, Y>
constexpr auto operator/(const X& x, const Y& y) {
    return detail::call_on<functions::divide>(x, y);
}

template <class X, class Y>
    requires detail::FormulaOperands<X, Y>
constexpr auto operator<(const X& x, const Y& y) {
    return detail::call_on<functions::less>(x, y);
}
template <class X, class Y>
    requires detail::FormulaOperands<X, Y>
constexpr auto operator>(const X& x, const Y& y) {
    return detail::call_on<functions::less>(y, x);
}
template <class X, class Y>
    requires detail::FormulaOperands<X, Y>
constexpr auto operator<=(const X& x, const Y& y) {
    return detail::call_on<functions::less_equal>(x, y);
}
template <class X, class Y>
    requires detail::FormulaOperands<X, Y>
constexpr auto operator>=(const X& x, const Y& y) {
    return detail::call_on<functions::less_equal>(y, x);
}
template <class X, class Y>
    requires detail::FormulaOperands<X, Y>
constexpr auto operator==(const X& x, const Y& y) {
    return detail::call_on<functions::equal>(x, y);
}
template <class X, class Y>
    requires detail::FormulaOperands<X, Y>
constexpr auto operator!=(const X& x, const Y& y) {
    return detail::call_on<functions::not_equal>(x, y);
}

template <ConditionExpression P>
constexpr auto operator!(const P& p) {
    return detail::call_on<functions::logical_not>(p);
}
template <ConditionExpression P, ConditionExpression Q>
constexpr auto operator&&(const P& p, const Q& q) {
    return detail::call_on<functions::logical_and>(p, q);
}
template <ConditionExpression P, ConditionExpression Q>
constexpr auto operator||(const P& p, const Q& q) {
    return detail::call_on<functions::logical_or>(p, q);
}
/// Whether one of two conditions holds and the other does not.
template <ConditionExpression P, ConditionExpression Q>
constexpr auto operator!=(const P& p, const Q& q) {
    return detail::call_on<detail::not_both_or_none>(p, q);
}
/// Whether two conditions hold or do not hold together.
template <ConditionExpression P, ConditionExpression Q>
constexpr auto operator==(const P& p, const Q& q) {
    return !(p != q);
}

} // namespace pullback

#endif
