// SPDX-License-Identifier: BSL-1.0
// EXPECT: transform_points(f, results, x...): f returns another number of real numbers than one element of results
#include <pullback.hpp>
#include <pullback/lanes.hpp>

#include <vector>

constexpr auto x = pullback::variable<"x">;
constexpr auto both = pullback::value_and_gradient(sin(x));

void compute(std::vector<double>& values, std::vector<double>& slopes, const std::vector<double>& xs) {
#ifdef PULLBACK_WRONG
    pullback::transform_points(both, values, xs);
#else
    pullback::transform_points(both, pullback::columns(values, slopes), xs);
#endif
}
