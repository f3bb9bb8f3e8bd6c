// SPDX-License-Identifier: BSL-1.0
// EXPECT: f cannot be called with an element of each range, and in a loop with a state with that state before them
#include <pullback.hpp>

#include <vector>

constexpr auto f = pullback::function([](const auto& x, const auto& a) {
#ifdef PULLBACK_WRONG
    return fold(x, a, [&](const auto& e) { return e * a; });
#else
    return fold(x, a, [&](const auto& s, const auto& e) { return s + e * a; });
#endif
});

double value(const std::vector<double>& x) { return f(x, 1.0); }
