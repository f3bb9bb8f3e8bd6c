// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_FUNCTIONS_TABLE_HPP
#define PULLBACK_FUNCTIONS_TABLE_HPP

#include <pullback/functions/activation.hpp>
#include <pullback/functions/arithmetic.hpp>
#include <pullback/functions/conditions.hpp>
#include <pullback/functions/exponentials.hpp>
#include <pullback/functions/hyperbolic.hpp>
#include <pullback/functions/piecewise.hpp>
#include <pullback/functions/powers.hpp>
#include <pullback/functions/special.hpp>
#include <pullback/functions/trigonometric.hpp>

namespace pullback {

/// Rows of the function table, as a type.
template <class... Rows>
struct function_list {
    static constexpr int size = sizeof...(Rows);

    template <class F>
    static constexpr bool contains = (std::is_same_v<F, Rows> || ...);

    /// Calls `visit(row)` with each row in turn.
    template <class Visitor>
    static constexpr void for_each(Visitor&& visit) {
        (static_cast<void>(visit(Rows{})), ...);
    }
};

namespace functions {

/// The rows with which everything can be written; functions/more.hpp lists further ones.
using table = function_list<
    // arithmetic
    negate, add, subtract, multiply, divide, square, fma,
    // conditions
    less, less_equal, equal, not_equal, logical_not, logical_and, logical_or, select,
    // exponentials and powers
    exp, exp2, expm1, log, log2, log10, log1p, sqrt, cbrt, pow, direction, hypot, hypot_of_three,
    // trigonometric and hyperbolic
    sin, cos, tan, asin, acos, atan, common_scale, atan2, sinh, cosh, tanh, asinh, acosh, atanh,
    // piecewise
    abs, min, max, clamp, floor, ceil, round, trunc, fmod,
    // special
    erf, erfc, lgamma, tgamma, digamma, polygamma,
    // activation
    detach, sigmoid, logistic, softplus, share_of_first, log_sum_exp>;

/// The rows of which log_sum_exp of more terms and norms are made, and which nobody else calls.
using inner_table = function_list<exp_of_difference, inverse_of_sum, share_of_largest, log_of_sum, root_of_squares>;

} // namespace functions

} // namespace pullback

#endif
