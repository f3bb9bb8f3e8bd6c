// SPDX-License-Identifier: BSL-1.0
// EXPECT: f(values...): an expression takes one value for each of its variables
#include <pullback.hpp>

constexpr auto x = pullback::variable<"x">;
constexpr auto y = pullback::variable<"y">;
constexpr auto df = pullback::gradient(x * sin(y));

#ifdef PULLBACK_WRONG
double slope() { return df(1.0, 2.0, 3.0)[x]; }
#else
double slope() { return df(1.0, 2.0)[x]; }
#endif
