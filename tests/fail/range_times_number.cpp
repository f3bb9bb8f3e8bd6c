// SPDX-License-Identifier: BSL-1.0
// EXPECT: x is a range, which has no arithmetic as a whole
#include <pullback.hpp>

#include <vector>

constexpr auto f = pullback::function([](const auto& x) {
#ifdef PULLBACK_WRONG
    return sum(2 * x);
#else
    return sum(x, [](const auto& e) { return 2 * e; });
#endif
});

double value(const std::vector<double>& x) { return f(x); }
