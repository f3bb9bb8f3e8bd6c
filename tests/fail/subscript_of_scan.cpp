// SPDX-License-Identifier: BSL-1.0
// EXPECT: where s is a scan or a range in the state
// EXPECT: in place of its last element use fold
#include <pullback.hpp>

#include <vector>

constexpr auto last = pullback::function([](const auto& x, const auto& places) {
    const auto all = scan(x, 0, [](const auto& s, const auto& u) { return s * 0.5 + u; });
#ifdef PULLBACK_WRONG
    return sum(places, [&](const auto& k) { return all[k]; });
#else
    return sum(all) + sum(places, [&](const auto& k) { return x[k]; });
#endif
});

double of(const std::vector<double>& x, const std::vector<int>& places) { return last(x, places); }
