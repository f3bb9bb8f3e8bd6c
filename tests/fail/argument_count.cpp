// SPDX-License-Identifier: BSL-1.0
// EXPECT: f(values...): an expression takes one value for each of its variables
// EXPECT: f(x = 1.0, y = 2.0)
#include <pullback.hpp>

constexpr auto x = pullback::variable<"x">;
constexpr auto y = pullback::variable<"y">;
constexpr auto f = x * sin(y);

#ifdef PULLBACK_WRONG
double value() { return f(1.0); }
#else
double value() { return f(1.0, 2.0); }
#endif
