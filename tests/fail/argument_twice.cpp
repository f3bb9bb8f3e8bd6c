// SPDX-License-Identifier: BSL-1.0
// EXPECT: f(x = value, x = value): a variable is given twice
#include <pullback.hpp>

constexpr auto x = pullback::variable<"x">;
constexpr auto f = exp(x);

#ifdef PULLBACK_WRONG
double value() { return f(x = 1.0, x = 2.0); }
#else
double value() { return f(x = 1.0); }
#endif
