// SPDX-License-Identifier: BSL-1.0
// EXPECT: gradient(f): f returns several numbers, so it has a Jacobian
#include <pullback.hpp>

#include <vector>

using namespace pullback;

constexpr auto roots =
    function([](const auto& x, const auto& a) { return map(x, [&](const auto& each) { return sqrt(each * a); }); });

#ifdef PULLBACK_WRONG
constexpr auto derivative_of_roots = gradient(roots);
#else
constexpr auto derivative_of_roots = jacobian(roots);
#endif

auto slopes(const std::vector<double>& x) { return derivative_of_roots(x, 2.0); }
