// SPDX-License-Identifier: BSL-1.0
// EXPECT: transform_points(f, results, x...): f is not a static function; make one of a generic lambda with
#include <pullback.hpp>
#include <pullback/lanes.hpp>

#include <vector>

#ifdef PULLBACK_WRONG
constexpr auto f = [](const auto& x) { return exp(x); };
#else
constexpr auto f = pullback::function([](const auto& x) { return exp(x); });
#endif

void compute(std::vector<double>& results, const std::vector<double>& xs) {
    pullback::transform_points(f, results, xs);
}
