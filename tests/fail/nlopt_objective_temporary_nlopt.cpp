// SPDX-License-Identifier: BSL-1.0
// EXPECT: the optimizer keeps a pointer to the function, which ends with this call; make it a variable first
#include <pullback.hpp>
#include <pullback/ext/nlopt.hpp>

constexpr auto x = pullback::variable<"x">;
const auto function = pullback::nlopt_function(x * x);

void minimise(nlopt::opt& optimizer) {
#ifdef PULLBACK_WRONG
    pullback::set_min_objective(optimizer, pullback::nlopt_function(x * x));
#else
    pullback::set_min_objective(optimizer, function);
#endif
}
