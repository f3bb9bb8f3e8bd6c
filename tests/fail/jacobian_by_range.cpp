// SPDX-License-Identifier: BSL-1.0
// EXPECT: x is of run-time length, so the matrix has no size that the compiler knows
#include <pullback.hpp>

#include <vector>

constexpr auto loss = pullback::function([](const auto& x) { return log_sum_exp(x); });

using numbers = std::vector<double>;

#ifdef PULLBACK_WRONG
auto curvature(const numbers& x, const numbers&) { return pullback::hessian(loss)(x); }
#else
auto curvature(const numbers& x, const numbers& v) { return pullback::hvp(loss)(x, v); }
#endif
