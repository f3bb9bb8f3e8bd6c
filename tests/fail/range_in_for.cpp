// SPDX-License-Identifier: BSL-1.0
// EXPECT: begin(x), end(x): x has no length while the function is recorded
#include <pullback.hpp>

#include <vector>

constexpr auto f = pullback::function([](const auto& x) {
#ifdef PULLBACK_WRONG
    auto whole = 0 * x.size();
    for (const auto& each : x) whole += square(each);
    return whole;
#else
    return sum(x, [](const auto& each) { return square(each); });
#endif
});

double value(const std::vector<double>& x) { return f(x); }
