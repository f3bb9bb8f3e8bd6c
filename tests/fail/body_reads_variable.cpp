// SPDX-License-Identifier: BSL-1.0
// EXPECT: f(x...): the body of f cannot run at compile time, where it is recorded
// EXPECT: gravity
#include <pullback.hpp>

#ifdef PULLBACK_WRONG
double gravity = 9.81;
constexpr auto f = pullback::function([](const auto& height) { return sqrt(2 * gravity * height); });
double slope(double height) { return pullback::jvp(f)(height, 1.0).tangent; }
#else
constexpr auto f =
    pullback::function([](const auto& height, const auto& gravity) { return sqrt(2 * gravity * height); });
double slope(double height, double gravity) { return pullback::jvp(f, pullback::wrt<0>)(height, gravity, 1.0).tangent; }
#endif
