// SPDX-License-Identifier: BSL-1.0
// EXPECT: f(x...): an argument is of a type that pullback does not know how to take apart into real numbers
// EXPECT: char
#include <pullback.hpp>

constexpr auto f = pullback::function([](const auto& x) { return x * x; });

#ifdef PULLBACK_WRONG
double value() { return f("1.5"); }
#else
double value() { return f(1.5); }
#endif
