// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_EXPRESSION_ZERO_TEST_HPP
#define PULLBACK_EXPRESSION_ZERO_TEST_HPP

#include <pullback/expression/constant.hpp>
#include <pullback/expression/expression.hpp>
#include <pullback/expression/operators.hpp>
#include <pullback/functions/conditions.hpp>

namespace pullback {

/// x == 0.
template <class X>
    requires(detail::is_formula<X> && !ConditionExpression<X>)
constexpr auto operator!(const X& x) {
    return detail::call_on<functions::equal>(x, typename constant_<0, 0>::type{});
}

} // namespace pullback

#endif
