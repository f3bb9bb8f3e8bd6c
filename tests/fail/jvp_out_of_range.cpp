// SPDX-License-Identifier: BSL-1.0
// EXPECT: wrt<I...>: the function has no argument at one of these positions; they count from 0
#include <pullback.hpp>

constexpr auto f = pullback::function([](const auto& x, const auto& y) { return x * exp(y); });

#ifdef PULLBACK_WRONG
constexpr auto product = pullback::jvp(f, pullback::wrt<2>);
#else
constexpr auto product = pullback::jvp(f, pullback::wrt<1>);
#endif

double slope() { return product(1.0, 2.0, 1.0).tangent; }
