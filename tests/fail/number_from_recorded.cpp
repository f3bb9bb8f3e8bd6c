// SPDX-License-Identifier: BSL-1.0
// COMPILER: pullback::recorded' to 'double'
// EXPECT: f(x...): the body of f cannot run at compile time, where it is recorded
// EXPECT: auto y = x for double y = x
#include <pullback.hpp>

constexpr auto f = pullback::function([](const auto& x) {
#ifdef PULLBACK_WRONG
    double y = x;
#else
    auto y = x;
#endif
    return y * y;
});

double value() { return f(1.0); }
