// SPDX-License-Identifier: BSL-1.0
// EXPECT: sum(x), mean(x), map(x, f), ...: x is a number, or a function, neither a range nor an array
#include <pullback.hpp>

#include <vector>

constexpr auto f = pullback::function([](const auto& x, const auto& scale) {
#ifdef PULLBACK_WRONG
    return sum(scale) * sum(x);
#else
    return scale * sum(x);
#endif
});

double value(const std::vector<double>& x) { return f(x, 2.0); }
