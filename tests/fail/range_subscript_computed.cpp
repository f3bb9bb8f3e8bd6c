// SPDX-License-Identifier: BSL-1.0
// EXPECT: x[k]: k is not an integer that data or a loop give
#include <pullback.hpp>

#include <vector>

constexpr auto even = pullback::function([](const auto& x, const auto& half) {
    return sum(half, [&](const auto& k) {
#ifdef PULLBACK_WRONG
        return x[2 * k];
#else
        return x[k];
#endif
    });
});

auto value(const std::vector<double>& x, const std::vector<int>& half) { return even(x, half); }
