// SPDX-License-Identifier: BSL-1.0
// EXPECT: x is a std::array, which has no arithmetic as a whole
#include <pullback.hpp>

#include <array>

constexpr auto f = pullback::function([](const auto& a, const auto& x) {
#ifdef PULLBACK_WRONG
    return a * x;
#else
    return map(x, [&](const auto& e) { return a * e; });
#endif
});

std::array<double, 2> value(double a, const std::array<double, 2>& x) { return f(a, x); }
