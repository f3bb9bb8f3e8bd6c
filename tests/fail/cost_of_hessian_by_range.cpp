// SPDX-License-Identifier: BSL-1.0
// EXPECT: f is a matrix of derivatives by arguments of run-time length, which has no program of its own
#include <pullback.hpp>

#include <vector>

using numbers = std::vector<double>;

constexpr auto loss = pullback::function([](const auto& x) { return log_sum_exp(x); });

#ifdef PULLBACK_WRONG
constexpr auto costs = pullback::cost<numbers>(pullback::hessian(loss));
#else
constexpr auto costs = pullback::cost<numbers, numbers>(pullback::hvp(loss));
#endif

static_assert(sizeof(costs) > 0);
