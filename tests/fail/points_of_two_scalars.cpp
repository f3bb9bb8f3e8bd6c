// SPDX-License-Identifier: BSL-1.0
// EXPECT: transform_points(f, results, x...): some points are made of double and some of float
#include <pullback.hpp>
#include <pullback/lanes.hpp>

#include <vector>

constexpr auto x = pullback::variable<"x">;

#ifdef PULLBACK_WRONG
using points = std::vector<float>;
#else
using points = std::vector<double>;
#endif

void compute(std::vector<double>& results, const points& xs) { pullback::transform_points(sin(x), results, xs); }
