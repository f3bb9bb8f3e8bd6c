// SPDX-License-Identifier: BSL-1.0
// EXPECT: root(found, residual), fixed_point(found, step): the residual has not as many numbers as found
#include <pullback.hpp>

#include <array>

using namespace pullback;

constexpr auto intersection = function([](const auto& found, const auto& a) {
    return root(found, [&](const auto& x) {
#ifdef PULLBACK_WRONG
        return x[0] * x[1] - a;
#else
        return std::array{x[0] * x[1] - a, x[0] - x[1]};
#endif
    });
});

static_assert(intersection(std::array{2.0, 2.0}, 4.0)[0] == 2);
