// SPDX-License-Identifier: BSL-1.0
// EXPECT: if (condition): a recorded value has no truth value while the function is recorded
// EXPECT: write select(condition, a, b)
#include <pullback.hpp>

constexpr auto f = pullback::function([](const auto& x, const auto& y) {
#ifdef PULLBACK_WRONG
    return x < y && y > 1 ? x : y;
#else
    return select(x < y && y > 1, x, y);
#endif
});

double value(double a, double b) { return f(a, b); }
