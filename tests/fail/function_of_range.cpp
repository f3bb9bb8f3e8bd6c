// SPDX-License-Identifier: BSL-1.0
// EXPECT: exp(x), sin(x), pow(x, 2), ...: x is made of several numbers
#include <pullback.hpp>

#include <vector>

constexpr auto f = pullback::function([](const auto& x) {
#ifdef PULLBACK_WRONG
    return sum(exp(x));
#else
    return sum(x, [](const auto& e) { return exp(e); });
#endif
});

double value(const std::vector<double>& x) { return f(x); }
