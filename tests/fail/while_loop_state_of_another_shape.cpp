// SPDX-License-Identifier: BSL-1.0
// EXPECT: while_loop(init, condition, f): f returns a state of another shape than init
#include <pullback.hpp>

#include <array>

constexpr auto halved = pullback::function([](const auto& a, const auto& n) {
    return while_loop(
        n, std::array{a, a}, [](const auto& s) { return s[0] > 1; },
        [](const auto& s) {
#ifdef PULLBACK_WRONG
            return s[0] / 2;
#else
            return std::array{s[0] / 2, s[1]};
#endif
        });
});

auto of(double a) { return halved(a, pullback::step_count(60)); }
