// SPDX-License-Identifier: BSL-1.0
// EXPECT: while_loop(init, condition, f) in a function of numbers: nothing says how often its turns are
#include <pullback.hpp>

constexpr auto halved = pullback::function([](const auto& a) {
    const auto condition = [](const auto& s) { return s > 1; };
    const auto half = [](const auto& s) { return s / 2; };
#ifdef PULLBACK_WRONG
    return while_loop(a, condition, half);
#else
    return while_loop(pullback::at_most<5>, a, condition, half);
#endif
});

double of(double a) { return halved(a); }
