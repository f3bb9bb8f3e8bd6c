// SPDX-License-Identifier: BSL-1.0
// EXPECT: f.into(results...)(x...): give one destination for each part of what f(x...) returns, in order
// EXPECT: or one for all parts of a derivative
#include <pullback.hpp>

constexpr auto f = pullback::function([](const auto& x, const auto& y) { return x * sin(y); });

void write(double& value, double& by_x, [[maybe_unused]] double& by_y) {
#ifdef PULLBACK_WRONG
    pullback::value_and_gradient(f).into(value, by_x, by_y, by_y)(1.0, 2.0);
#else
    pullback::value_and_gradient(f).into(value, by_x, by_y)(1.0, 2.0);
#endif
}
