// SPDX-License-Identifier: BSL-1.0
// EXPECT: wrt(x): the arguments of this function have no names; choose them by position, wrt<0>
#include <pullback.hpp>

constexpr auto x = pullback::variable<"x">;
constexpr auto f = pullback::function([](const auto& a, const auto& b) { return a * exp(b); });

#ifdef PULLBACK_WRONG
constexpr auto df = pullback::gradient(f, pullback::wrt(x));
#else
constexpr auto df = pullback::gradient(f, pullback::wrt<0>);
#endif

double slope() { return df(1.0, 2.0); }
