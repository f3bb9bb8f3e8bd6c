// SPDX-License-Identifier: BSL-1.0
// EXPECT: wrt(x): x is not a variable of the function, so there is no derivative with respect to it
#include <pullback.hpp>

constexpr auto x = pullback::variable<"x">;
constexpr auto y = pullback::variable<"y">;
constexpr auto z = pullback::variable<"z">;

#ifdef PULLBACK_WRONG
constexpr auto dy = pullback::gradient(x * exp(y), pullback::wrt(z));
#else
constexpr auto dy = pullback::gradient(x * exp(y), pullback::wrt(y));
#endif

double slope() { return dy(x = 1.0, y = 2.0); }
