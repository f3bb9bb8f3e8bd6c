// SPDX-License-Identifier: BSL-1.0
// COMPILER: no matching function for call to 'max
// LINES: 160
// EXPECT: f(x...): f cannot be called with these arguments; give as many as it has parameters
// EXPECT: write sin(x) in the body, not std::sin(x)
#include <pullback.hpp>

#include <algorithm>

constexpr auto f = pullback::function([](const auto& x) {
#ifdef PULLBACK_WRONG
    return std::max(x, 0.0);
#else
    return max(x, 0.0);
#endif
});

double value() { return f(1.0); }
