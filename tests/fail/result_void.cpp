// SPDX-License-Identifier: BSL-1.0
// EXPECT: function(f): f returns something that is not made of real numbers
#include <pullback.hpp>

constexpr auto f = pullback::function([](const auto& x) {
#ifdef PULLBACK_WRONG
    exp(x);
#else
    return exp(x);
#endif
});

double slope() { return pullback::gradient(f)(0.5); }
