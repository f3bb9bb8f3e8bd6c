// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_FUNCTIONS_CONDITIONS_HPP
#define PULLBACK_FUNCTIONS_CONDITIONS_HPP

#include <pullback/functions/apply.hpp>
#include <pullback/functions/elementary.hpp>
#include <pullback/functions/row_facts.hpp>
#include <pullback/functions/scalar.hpp>
#include <pullback/math/found.hpp>
#include <pullback/math/selection.hpp>

#include <array>

namespace pullback::functions {

/// A row of comparisons and logic. It has no derivative: a condition says which side of a `select` counts.
template <class Self, int Arity>
struct condition : elementary<Self, Arity> {
    static constexpr row_facts facts{.result = value_kind::truth, .cost = cost_class::condition};
};

/// x < y
struct less : condition<less, 2> {
    static constexpr const char* name = "less";
    static constexpr notation printed{"{0} < {1}", "{0} < {1}", "{0} < {1}", -2};
    static constexpr auto value(const auto& x, const auto& y) { return x < y; }
};

/// x <= y
struct less_equal : condition<less_equal, 2> {
    static constexpr const char* name = "less_equal";
    static constexpr notation printed{"{0} <= {1}", "{0} \\le {1}", "{0} <= {1}", -2};
    static constexpr auto value(const auto& x, const auto& y) { return x <= y; }
};

/// x == y
struct equal : condition<equal, 2> {
    static constexpr const char* name = "equal";
    static constexpr notation printed{"{0} == {1}", "{0} = {1}", "{0} == {1}", -3};
    static constexpr row_facts facts{
        .result = value_kind::truth, .cost = cost_class::condition, .is_commutative = true};
    static constexpr auto value(const auto& x, const auto& y) { return x == y; }
};

/// x != y
struct not_equal : condition<not_equal, 2> {
    static constexpr const char* name = "not_equal";
    static constexpr notation printed{"{0} != {1}", "{0} \\ne {1}", "{0} != {1}", -3};
    static constexpr row_facts facts{
        .result = value_kind::truth, .cost = cost_class::condition, .is_commutative = true};
    template <class X, class Y>
    static constexpr auto value(const X& x, const Y& y) {
        if constexpr (requires { math::supplied<X>::not_equal(x, y); }) return math::supplied<X>::not_equal(x, y);
        else return x != y;
    }
};

/// !p
struct logical_not : condition<logical_not, 1> {
    static constexpr const char* name = "logical_not";
    static constexpr notation printed{"!{0}", "\\lnot {0}", "!{0}", 3};
    static constexpr row_facts facts{
        .operands = {value_kind::truth}, .result = value_kind::truth, .cost = cost_class::condition};
    static constexpr auto value(const auto& p) { return !p; }
};

/// p && q, both sides evaluated
struct logical_and : condition<logical_and, 2> {
    static constexpr const char* name = "logical_and";
    static constexpr notation printed{"{0} && {1}", "{0} \\land {1}", "{0} && {1}", -4};
    static constexpr row_facts facts{.operands = {value_kind::truth, value_kind::truth},
                                     .result = value_kind::truth,
                                     .cost = cost_class::condition,
                                     .is_commutative = true};
    static constexpr auto value(const auto& p, const auto& q) { return p && q; }
};

/// p || q, both sides evaluated
struct logical_or : condition<logical_or, 2> {
    static constexpr const char* name = "logical_or";
    static constexpr notation printed{"{0} || {1}", "{0} \\lor {1}", "{0} || {1}", -5};
    static constexpr row_facts facts{.operands = {value_kind::truth, value_kind::truth},
                                     .result = value_kind::truth,
                                     .cost = cost_class::condition,
                                     .is_commutative = true};
    static constexpr auto value(const auto& p, const auto& q) { return p || q; }
};

/// a where p holds, b elsewhere.
/// Both sides are evaluated, but the side not taken is never multiplied by anything: its NaN or infinity cannot reach
/// the value or the derivative.
struct select : elementary<select, 3> {
    static constexpr const char* name = "select";
    static constexpr row_role role = row_role::select;
    static constexpr notation printed{"select({0}, {1}, {2})",
                                      "\\begin{cases} {1} & {0} \\\\ {2} & \\text{otherwise} \\end{cases}",
                                      "{0} ? {1} : {2}", -6};
    static constexpr row_facts facts{.operands = {value_kind::truth},
                                     .cost = cost_class::selection,
                                     .is_selection = true,
                                     .continuous = continuity::everywhere};
    template <class T>
    static constexpr T value(const auto& p, const T& a, const T& b) {
        return math::select(p, a, b);
    }
    /// Adjoints of a and b; p has none.
    template <class T>
    static constexpr std::array<T, 2> pullback(const auto& p, const T&, const T&, const T&, const T& gy);
};

} // namespace pullback::functions

namespace pullback {

/// a where the condition holds, b elsewhere: the form that `if` and `?:` take in a function that is recorded.
template <class Condition, Argument A, Argument B>
constexpr auto select(const Condition& condition, const A& a, const B& b) {
    // Plain numbers convert to recorded values, but are none.
    constexpr bool is_plain = std::is_same_v<Condition, bool> && std::is_arithmetic_v<A> && std::is_arithmetic_v<B>;
    if constexpr (!is_plain && requires { apply_elementary(functions::select{}, condition, a, b); }) {
        return apply_elementary(functions::select{}, condition, a, b);
    } else {
        using T = promoted_t<A, B>;
        return functions::select::value(condition, static_cast<T>(a), static_cast<T>(b));
    }
}

template <class T>
constexpr std::array<T, 2> functions::select::pullback(const auto& p, const T&, const T&, const T&, const T& gy) {
    return {pullback::select(p, gy, T(0)), pullback::select(p, T(0), gy)};
}

} // namespace pullback

#endif
