// SPDX-License-Identifier: BSL-1.0
// COMPILER: no matching function for call to 'sum
// EXPECT: f(x...): f cannot be called with these arguments
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
