// SPDX-License-Identifier: BSL-1.0
// EXPECT: f returns a range of which each element depends on the turns of a loop with a state
// EXPECT: give these numbers as a range, std::span<const double>(p)
#include <pullback.hpp>

#include <array>
#include <cstddef>
#include <span>
#include <vector>

constexpr auto states = pullback::function([](const auto& x, const auto& p) {
    return scan(x, p[0], [=](const auto& s, const auto& u) {
        auto next = s;
        for (std::size_t i = 0; i < 60; ++i) next = next * u + p[i];
        return next;
    });
});

auto slopes(const std::vector<double>& x, const std::array<double, 60>& p) {
#ifdef PULLBACK_WRONG
    return pullback::jacobian(states, pullback::wrt<1>)(x, p);
#else
    return pullback::jacobian(states, pullback::wrt<1>)(x, std::span<const double>(p));
#endif
}
