// SPDX-License-Identifier: BSL-1.0
// EXPECT: the condition returns a number, which is no truth value
#include <pullback.hpp>

constexpr auto halved = pullback::function([](const auto& a, const auto& n) {
#ifdef PULLBACK_WRONG
    const auto condition = [](const auto& s) { return s - 1; };
#else
    const auto condition = [](const auto& s) { return s > 1; };
#endif
    return while_loop(n, a, condition, [](const auto& s) { return s / 2; });
});

double of(double a) { return halved(a, pullback::step_count(60)); }
