// SPDX-License-Identifier: BSL-1.0
// COMPILER: no matching function for call to 'sin
// EXPECT: f(x...): f cannot be called with these arguments; give as many as it has parameters
// EXPECT: write sin(x) in the body, not std::sin(x)
#include <pullback.hpp>

#include <cmath>

constexpr auto f = pullback::function([](const auto& x) {
#ifdef PULLBACK_WRONG
    return std::sin(x);
#else
    return sin(x);
#endif
});

double value() { return f(1.0); }
