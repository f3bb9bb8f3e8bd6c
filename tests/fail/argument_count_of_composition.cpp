// SPDX-License-Identifier: BSL-1.0
// EXPECT: f(values...): an expression takes one value for each of its variables
#include <pullback.hpp>

constexpr auto x = pullback::variable<"x">;
constexpr auto y = pullback::variable<"y">;
constexpr auto f = x * sin(y);

#ifdef PULLBACK_WRONG
double value() { return f(exp(x))(1.0); }
#else
double value() { return f(exp(x), x)(1.0); }
#endif
