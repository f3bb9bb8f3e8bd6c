// SPDX-License-Identifier: BSL-1.0
// EXPECT: root(found, residual), fixed_point(found, step): found is a range
#include <pullback.hpp>

#include <vector>

using namespace pullback;

constexpr auto square_roots = function([](const auto& found, const auto& a) {
#ifdef PULLBACK_WRONG
    return sum(root(found, [&](const auto& x) { return x; }));
#else
    return sum(found, a,
               [](const auto& x, const auto& p) { return root(x, [&](const auto& y) { return y * y - p; }); });
#endif
});

auto evaluate(const std::vector<double>& found, const std::vector<double>& a) { return square_roots(found, a); }
