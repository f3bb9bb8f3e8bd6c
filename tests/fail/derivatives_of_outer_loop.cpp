// SPDX-License-Identifier: BSL-1.0
// EXPECT: derivatives(y, x) in a loop: y is computed before the loop
#include <pullback.hpp>

#include <vector>

using namespace pullback;

constexpr auto weighted_slope = function([](const auto& x, const auto& a) {
    const auto y = sum(x, [&](const auto& each) { return sin(a * each); });
#ifdef PULLBACK_WRONG
    return sum(x, [&](const auto& each) { return each * derivatives(y, a); });
#else
    const auto slope = derivatives(y, a);
    return sum(x, [&](const auto& each) { return each * slope; });
#endif
});

auto evaluate(const std::vector<double>& x) { return weighted_slope(x, 2.0); }
