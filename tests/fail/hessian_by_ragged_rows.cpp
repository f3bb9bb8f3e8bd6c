// SPDX-License-Identifier: BSL-1.0
// EXPECT: x is of run-time length and has rows of lengths of their own
#include <pullback.hpp>

#include <vector>

using namespace pullback;

constexpr auto loss = function(
    [](const auto& rows, const auto& a) { return sum(rows, [&](const auto& row) { return exp(a * norm(row)); }); });

#ifdef PULLBACK_WRONG
constexpr auto matrix = hessian(loss, wrt<0>);
#else
constexpr auto matrix = hessian(loss, wrt<1>);
#endif

auto curvature(const std::vector<std::vector<double>>& rows) { return matrix(rows, 1.0); }
