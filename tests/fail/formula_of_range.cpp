// SPDX-License-Identifier: BSL-1.0
// EXPECT: to_string<Arguments...>(f), cost<Arguments...>(f), ...: f is a formula, whose variables are numbers
// EXPECT: write a function of a range with pullback::function([](const auto& x) { ... })
#include <pullback.hpp>

#include <vector>

#ifdef PULLBACK_WRONG
constexpr auto f = square(pullback::variable<"x">);
#else
constexpr auto f = pullback::function([](const auto& x) { return dot(x, x); });
#endif

auto loops() { return pullback::cost<std::vector<double>>(f).loop_count; }
