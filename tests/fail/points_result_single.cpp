// SPDX-License-Identifier: BSL-1.0
// EXPECT: transform_points(f, results, x...): results and each x are a range of points
#include <pullback.hpp>
#include <pullback/lanes.hpp>

#include <span>
#include <vector>

constexpr auto x = pullback::variable<"x">;

#ifdef PULLBACK_WRONG
using result = std::array<double, 3>; // one argument or result, not a range of them
#else
using result = std::span<double, 3>;
#endif

void compute(result& results, const std::vector<double>& xs) { pullback::transform_points(sin(x), results, xs); }
