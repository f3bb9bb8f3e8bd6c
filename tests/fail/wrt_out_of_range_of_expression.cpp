// SPDX-License-Identifier: BSL-1.0
// EXPECT: wrt<I...>: the function has no argument at one of these positions; they count from 0
#include <pullback.hpp>

constexpr auto x = pullback::variable<"x">;
constexpr auto y = pullback::variable<"y">;

#ifdef PULLBACK_WRONG
constexpr auto df = pullback::jacobian(x * exp(y), pullback::wrt<0, 2>);
#else
constexpr auto df = pullback::jacobian(x * exp(y), pullback::wrt<0, 1>);
#endif

double slope() { return df(1.0, 2.0)[x]; }
