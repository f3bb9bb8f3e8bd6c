// SPDX-License-Identifier: BSL-1.0
// EXPECT: gradient(f, x), jacobian(f, x), ...: what to differentiate by is chosen by wrt
// EXPECT: gradient(f, wrt(x))
#include <pullback.hpp>

constexpr auto x = pullback::variable<"x">;
constexpr auto y = pullback::variable<"y">;

#ifdef PULLBACK_WRONG
constexpr auto d = pullback::gradient(x * y, x);
#else
constexpr auto d = pullback::gradient(x * y, pullback::wrt(x));
#endif

double slope() { return d(3.0, 2.0); }
