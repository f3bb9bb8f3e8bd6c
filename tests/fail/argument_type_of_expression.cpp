// SPDX-License-Identifier: BSL-1.0
// EXPECT: f(x...): an argument is of a type that pullback does not know how to take apart into real numbers
#include <pullback.hpp>

#include <string>

constexpr auto x = pullback::variable<"x">;
constexpr auto f = exp(x);

#ifdef PULLBACK_WRONG
double value() { return f(std::string("1.5")); }
#else
double value() { return f(1.5); }
#endif
