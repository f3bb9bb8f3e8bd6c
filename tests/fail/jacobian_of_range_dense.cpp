// SPDX-License-Identifier: BSL-1.0
// EXPECT: element k of what f returns depends on more than one element of a range that it is differentiated by
#include <pullback.hpp>

#include <vector>

using namespace pullback;

constexpr auto deviations = function([](const auto& x) {
#ifdef PULLBACK_WRONG
    return map(x, [&](const auto& each) { return each - mean(x); });
#else
    return map(x, [&](const auto& each) { return each - x.size(); });
#endif
});

auto slopes(const std::vector<double>& x) { return jacobian(deviations)(x); }
