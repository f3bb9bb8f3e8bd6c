// SPDX-License-Identifier: BSL-1.0
// EXPECT: nlopt_function<Parameters...>(f, data...): name the types of the arguments to optimise
#include <pullback.hpp>
#include <pullback/ext/nlopt.hpp>

constexpr auto cost = pullback::function([](const auto& p) { return p[0] * p[1]; });

#ifdef PULLBACK_WRONG
const auto function = pullback::nlopt_function(cost);
#else
const auto function = pullback::nlopt_function<std::array<double, 2>>(cost);
#endif

void minimise(nlopt::opt& optimizer) { set_min_objective(optimizer, function); }
