// SPDX-License-Identifier: BSL-1.0
// EXPECT: wrt<I...>: the function has no argument at one of these positions; they count from 0
#include <pullback.hpp>

constexpr auto f = pullback::function([](const auto& x, const auto& y, const auto& z) { return x * y * z; });

#ifdef PULLBACK_WRONG
constexpr auto df = pullback::gradient(f, pullback::wrt<3>);
#else
constexpr auto df = pullback::gradient(f, pullback::wrt<2>);
#endif

double slope() { return df(1.0, 2.0, 3.0); }
