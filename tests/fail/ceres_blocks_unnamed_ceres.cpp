// SPDX-License-Identifier: BSL-1.0
// EXPECT: ceres_cost_function<Parameters...>(f, data...): name the types of the parameter blocks
#include <pullback.hpp>
#include <pullback/ext/ceres.hpp>

constexpr auto residual = pullback::function([](const auto& line, const auto& x) { return line[0] * x + line[1]; });

#ifdef PULLBACK_WRONG
auto cost() { return pullback::ceres_cost_function(residual, 2.0); }
#else
auto cost() { return pullback::ceres_cost_function<std::array<double, 2>>(residual, 2.0); }
#endif
