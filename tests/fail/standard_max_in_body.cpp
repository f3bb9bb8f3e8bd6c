// SPDX-License-Identifier: BSL-1.0
// EXPECT: if (condition): a recorded value has no truth value while the function is recorded
// EXPECT: max(x, y) for std::max(x, y)
#include <pullback.hpp>

#include <algorithm>

#ifdef PULLBACK_WRONG
constexpr auto f = pullback::function([](const auto& x, const auto& y) { return std::max(x, x * y); });
#else
constexpr auto f = pullback::function([](const auto& x, const auto& y) { return max(x, x * y); });
#endif

double slope(double x, double y) { return get<0>(pullback::gradient(f)(x, y)); }
