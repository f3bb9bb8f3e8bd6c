// SPDX-License-Identifier: BSL-1.0
// EXPECT: f(x = value): the arguments of this function have no names; pass the values in order, f(value)
#include <pullback.hpp>

constexpr auto x = pullback::variable<"x">;
constexpr auto f = pullback::function([](const auto& a) { return exp(a); });

#ifdef PULLBACK_WRONG
double value() { return f(x = 1.0); }
#else
double value() { return f(1.0); }
#endif
