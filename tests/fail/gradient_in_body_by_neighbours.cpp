// SPDX-License-Identifier: BSL-1.0
// EXPECT: f reads elements of the range x by subscripts that are data, or as neighbours by shifted(x, ...)
#include <pullback.hpp>

#include <vector>

using namespace pullback;

constexpr auto energy = function([](const auto& x) {
#ifdef PULLBACK_WRONG
    return sum(x, shifted(x, 1, 0), [](const auto& each, const auto& next) { return each * next; });
#else
    return sum(x, [](const auto& each) { return square(each); });
#endif
});
constexpr auto squared_forces = function([](const auto& x) { return squared_norm(gradient(energy)(x)); });

auto evaluate(const std::vector<double>& x) { return squared_forces(x); }
