// SPDX-License-Identifier: BSL-1.0
// EXPECT: x is of run-time length, and f returns a value with a derivative
#include <pullback.hpp>

#include <vector>

using namespace pullback;

constexpr auto loss = function([](const auto& x) { return log_sum_exp(x); });

#ifdef PULLBACK_WRONG
constexpr auto gradient_and_matrix = jacobian(value_and_gradient(loss));
#else
constexpr auto gradient_and_matrix = value_and_jacobian(gradient(loss));
#endif

auto curvature(const std::vector<double>& x) { return gradient_and_matrix(x); }
