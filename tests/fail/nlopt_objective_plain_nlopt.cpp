// SPDX-License-Identifier: BSL-1.0
// EXPECT: the function is not made for NLopt; make it with nlopt_function<Parameters...>(f, data...)
#include <pullback.hpp>
#include <pullback/ext/nlopt.hpp>

constexpr auto x = pullback::variable<"x">;

#ifdef PULLBACK_WRONG
const auto function = x * x;
#else
const auto function = pullback::nlopt_function(x * x);
#endif

void minimise(nlopt::opt& optimizer) { pullback::set_min_objective(optimizer, function); }
