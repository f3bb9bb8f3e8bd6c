// SPDX-License-Identifier: BSL-1.0
// EXPECT: sum(x, y), max(x, y), map(x, y), ...: several ranges have a function after them
#include <pullback.hpp>

#include <vector>

constexpr auto f = pullback::function([](const auto& x, const auto& y) {
#ifdef PULLBACK_WRONG
    return sum(x, y);
#else
    return dot(x, y);
#endif
});

double value(const std::vector<double>& x) { return f(x, x); }
