// SPDX-License-Identifier: BSL-1.0
// EXPECT: f(x = value): x is not a variable of f
#include <pullback.hpp>

constexpr auto x = pullback::variable<"x">;
constexpr auto y = pullback::variable<"y">;
constexpr auto f = exp(x);

#ifdef PULLBACK_WRONG
double value() { return f(x = 1.0, y = 2.0); }
#else
double value() { return f(x = 1.0); }
#endif
