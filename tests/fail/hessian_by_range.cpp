// SPDX-License-Identifier: BSL-1.0
// EXPECT: x is of run-time length, so the matrix has no size that the compiler knows
#include <pullback.hpp>

#include <vector>

using namespace pullback;

constexpr auto loss = function(
    [](const auto& x, const auto& a) { return sum(x, [&](const auto& each) { return square(each - exp(a)); }); });

#ifdef PULLBACK_WRONG
constexpr auto matrix = hessian(loss, wrt<0>);
#else
constexpr auto matrix = hessian(loss, wrt<1>);
#endif

auto curvature(const std::vector<double>& x) { return matrix(x, 1.0); }
