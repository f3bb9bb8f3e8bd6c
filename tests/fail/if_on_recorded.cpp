// SPDX-License-Identifier: BSL-1.0
// EXPECT: if (condition): a recorded value has no truth value while the function is recorded
// EXPECT: write select(condition, a, b)
#include <pullback.hpp>

constexpr auto f = pullback::function([](const auto& x) {
#ifdef PULLBACK_WRONG
    if (x < 0) return -x;
    return x * x;
#else
    return select(x < 0, -x, x * x);
#endif
});

double slope(double at) { return pullback::gradient(f)(at); }
