// SPDX-License-Identifier: BSL-1.0
// EXPECT: x[k]: k is recorded, and x a std::array or another container
// EXPECT: write max(x) for x[argmax(x)]
#include <pullback.hpp>

#include <array>

constexpr auto f = pullback::function([](const auto& x, const auto& a) {
#ifdef PULLBACK_WRONG
    return a * x[argmax(x)];
#else
    return a * max(x);
#endif
});

double value(const std::array<double, 3>& x) { return f(x, 2.0); }
