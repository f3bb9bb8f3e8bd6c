// SPDX-License-Identifier: BSL-1.0
// EXPECT: y is neither a range nor an array; what is the same for each element is captured
#include <pullback.hpp>

#include <vector>

constexpr auto f = pullback::function([](const auto& x, const auto& a) {
#ifdef PULLBACK_WRONG
    return sum(x, a, [](const auto& e, const auto& b) { return e * b; });
#else
    return sum(x, [&](const auto& e) { return e * a; });
#endif
});

double value(const std::vector<double>& x) { return f(x, 1.0); }
