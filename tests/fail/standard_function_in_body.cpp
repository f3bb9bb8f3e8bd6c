// SPDX-License-Identifier: BSL-1.0
// LINES: 60
// EXPECT: std::sin(x), std::exp(x), ...: x is recorded and has no value yet
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
