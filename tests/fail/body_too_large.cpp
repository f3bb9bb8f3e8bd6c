// SPDX-License-Identifier: BSL-1.0
// EXPECT: f(x...): the body of f records more operations than the compiler's limit
// EXPECT: use a run-time graph (pullback::dynamic), or compile with -fconstexpr-
#include <pullback.hpp>

#ifdef PULLBACK_WRONG
constexpr int steps = 7000;
#else
constexpr int steps = 70;
#endif

constexpr auto f = pullback::function([](const auto& x) {
    auto y = x;
    for (int i = 0; i < steps; ++i) y = sin(y) + x;
    return y;
});

double at(double x) { return f(x); }
