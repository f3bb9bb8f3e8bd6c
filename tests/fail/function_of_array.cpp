// SPDX-License-Identifier: BSL-1.0
// EXPECT: exp(x), sin(x), pow(x, 2), ...: x is made of several numbers
#include <pullback.hpp>

#include <array>

constexpr auto f = pullback::function([](const auto& x) {
#ifdef PULLBACK_WRONG
    return pow(x, 2);
#else
    return map(x, [](const auto& e) { return pow(e, 2); });
#endif
});

auto value(const std::array<double, 3>& x) { return jacobian(f)(x); }
