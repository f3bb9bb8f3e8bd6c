// SPDX-License-Identifier: BSL-1.0
// EXPECT: f(x = value, ...): a variable of f has no value; name every variable of f
#include <pullback.hpp>

constexpr auto x = pullback::variable<"x">;
constexpr auto y = pullback::variable<"y">;
constexpr auto f = x * sin(y);

#ifdef PULLBACK_WRONG
double value() { return f(x = 1.0); }
#else
double value() { return f(y = 2.0, x = 1.0); }
#endif
