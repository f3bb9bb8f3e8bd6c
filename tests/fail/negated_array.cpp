// SPDX-License-Identifier: BSL-1.0
// EXPECT: x is made of several numbers, such as an array, a struct or a range, and has no arithmetic as a whole
#include <pullback.hpp>

#include <array>
#include <vector>

constexpr auto f = pullback::function([](const auto& x, const auto& a) {
    return sum(x, [&](const auto& u) {
#ifdef PULLBACK_WRONG
        return -u;
#else
        return a * dot(u, u);
#endif
    });
});

auto value(const std::vector<std::array<double, 2>>& x) { return f(x, 2.0); }
