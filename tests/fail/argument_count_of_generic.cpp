// SPDX-License-Identifier: BSL-1.0
// EXPECT: f(x...): f cannot be called with these arguments; give as many as it has parameters
#include <pullback.hpp>

constexpr auto f = pullback::function([](const auto& x, const auto& y) { return x * exp(y); });

#ifdef PULLBACK_WRONG
double value() { return f(1.0); }
#else
double value() { return f(1.0, 2.0); }
#endif
