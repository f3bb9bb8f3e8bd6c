// SPDX-License-Identifier: BSL-1.0
// EXPECT: f(x..., par): a policy, such as pullback::par or unseq, stands where an argument does
#include <pullback.hpp>
#include <pullback/lanes.hpp>

#include <vector>

constexpr auto f = pullback::function([](const auto& a, const auto& x) { return a * sum(x); });

#ifdef PULLBACK_WRONG
double of(const std::vector<double>& x) { return f(2.0, x, pullback::unseq); }
#else
double of(const std::vector<double>& x) { return f(pullback::unseq, 2.0, x); }
#endif
