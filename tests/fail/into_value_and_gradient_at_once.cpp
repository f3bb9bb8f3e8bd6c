// SPDX-License-Identifier: BSL-1.0
// EXPECT: f.into(results...)(x...): give one destination for each part of what f(x...) returns, in order
#include <pullback.hpp>

constexpr auto f = pullback::function([](const auto& x, const auto& y) { return x * sin(y); });

void write(double* numbers) {
#ifdef PULLBACK_WRONG
    pullback::value_and_gradient(f).into(numbers)(1.0, 2.0);
#else
    pullback::value_and_gradient(f).into(numbers, numbers + 1)(1.0, 2.0);
#endif
}
