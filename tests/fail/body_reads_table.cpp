// SPDX-License-Identifier: BSL-1.0
// EXPECT: f(x...): the body of f cannot run at compile time, where it is recorded
// EXPECT: coefficients
#include <pullback.hpp>

#ifdef PULLBACK_WRONG
const double coefficients[] = {1.5, 2.5, 3.5};
#else
constexpr double coefficients[] = {1.5, 2.5, 3.5};
#endif

constexpr auto f = pullback::function([](const auto& x) {
    auto sum = 0 * x;
    for (const double c : coefficients) sum = sum * x + c;
    return sum;
});

double curvature(double at) { return pullback::hessian(f)(at); }
