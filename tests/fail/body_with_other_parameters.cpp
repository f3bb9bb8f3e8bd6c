// SPDX-License-Identifier: BSL-1.0
// EXPECT: f cannot be called with an element of each range
#include <pullback.hpp>

#include <vector>

constexpr auto f = pullback::function([](const auto& x, const auto& a) {
#ifdef PULLBACK_WRONG
    return sum(x, [&](const auto& p, const auto& q) { return p * q * a; });
#else
    return sum(x, x, [&](const auto& p, const auto& q) { return p * q * a; });
#endif
});

double value(const std::vector<double>& x) { return f(x, 1.0); }
