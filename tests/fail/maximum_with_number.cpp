// SPDX-License-Identifier: BSL-1.0
// EXPECT: y is neither a range nor an array; what is the same for each element is captured
#include <pullback.hpp>

#include <vector>

constexpr auto f = pullback::function([](const auto& x) {
#ifdef PULLBACK_WRONG
    return max(x, 0.0);
#else
    return map(x, [](const auto& e) { return max(e, 0); });
#endif
});

auto value(const std::vector<double>& x) { return f(x); }
