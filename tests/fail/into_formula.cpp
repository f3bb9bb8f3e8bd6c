// SPDX-License-Identifier: BSL-1.0
// EXPECT: f.into(results...)(x...): an argument is a formula or a variable of a run-time graph
#include <pullback.hpp>

constexpr auto f = pullback::function([](const auto& x) { return x * sin(x); });
constexpr auto x = pullback::variable<"x">;

#ifdef PULLBACK_WRONG
void write(double& result) { f.into(result)(square(x)); }
#else
void write(double& result) { f.into(result)(2.0); }
#endif
