// SPDX-License-Identifier: BSL-1.0
// EXPECT: if (condition): a recorded value has no truth value while the function is recorded
// EXPECT: clamp
#include <pullback.hpp>

#include <algorithm>

#ifdef PULLBACK_WRONG
constexpr auto f = pullback::function([](const auto& x, const auto& y) { return std::clamp(x, y, 2 * y); });
#else
constexpr auto f = pullback::function([](const auto& x, const auto& y) { return clamp(x, y, 2 * y); });
#endif

double slope(double x, double y) { return get<0>(pullback::gradient(f)(x, y)); }
