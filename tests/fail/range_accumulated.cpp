// SPDX-License-Identifier: BSL-1.0
// EXPECT: begin(x), end(x): x has no length while the function is recorded
#include <pullback.hpp>

#include <numeric>
#include <vector>

constexpr auto f = pullback::function([](const auto& x) {
#ifdef PULLBACK_WRONG
    return std::accumulate(x.begin(), x.end(), 0 * x.size());
#else
    return sum(x);
#endif
});

double value(const std::vector<double>& x) { return f(x); }
