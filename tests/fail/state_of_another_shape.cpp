// SPDX-License-Identifier: BSL-1.0
// EXPECT: f returns a state of another shape than init
#include <pullback.hpp>

#include <array>
#include <vector>

constexpr auto walk = pullback::function([](const auto& x, const auto& a) {
    return fold(x, std::array{a, a}, [&](const auto& s, const auto& u) {
#ifdef PULLBACK_WRONG
        return s[0] * u;
#else
        return std::array{s[0] * u, s[1]};
#endif
    });
});

auto of(const std::vector<double>& x) { return walk(x, 1.0); }
