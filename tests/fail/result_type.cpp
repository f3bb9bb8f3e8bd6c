// SPDX-License-Identifier: BSL-1.0
// EXPECT: function(f): f returns something that is not made of real numbers
#include <pullback.hpp>

constexpr auto f = pullback::function([](const auto& x) {
#ifdef PULLBACK_WRONG
    return x < 1;
#else
    return select(x < 1, x, 1);
#endif
});

double value() { return f(0.5); }
