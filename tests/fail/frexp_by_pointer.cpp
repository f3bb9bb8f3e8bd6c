// SPDX-License-Identifier: BSL-1.0
// EXPECT: frexp(x, &n), remquo(x, y, &n): a value that is recorded has no whole number to write to n yet
// EXPECT: write auto [fraction, n] = frexp(x)
#include <pullback.hpp>
#include <pullback/functions/exponents.hpp>

constexpr auto f = pullback::function([](const auto& x) {
#ifdef PULLBACK_WRONG
    int n = 0;
    return frexp(x, &n);
#else
    const auto [fraction, n] = frexp(x);
    return fraction * n;
#endif
});

double value() { return f(12.); }
