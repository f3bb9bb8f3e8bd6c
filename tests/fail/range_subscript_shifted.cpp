// SPDX-License-Identifier: BSL-1.0
// EXPECT: x[k]: k is not an integer that data or a loop give
// EXPECT: in place of x[k + 1] write shifted(x, 1, edge)[k]
#include <pullback.hpp>

#include <vector>

constexpr auto steps = pullback::function([](const auto& x, const auto& places) {
    return sum(places, [&](const auto& k) {
#ifdef PULLBACK_WRONG
        return x[k + 1] - x[k];
#else
        return shifted(x, 1, 0)[k] - x[k];
#endif
    });
});

double of(const std::vector<double>& x, const std::vector<int>& places) { return steps(x, places); }
