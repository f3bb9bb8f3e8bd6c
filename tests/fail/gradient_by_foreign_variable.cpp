// SPDX-License-Identifier: BSL-1.0
// EXPECT: g[x]: x is not among the variables that g was differentiated by
#include <pullback.hpp>

constexpr auto x = pullback::variable<"x">;
constexpr auto y = pullback::variable<"y">;
constexpr auto z = pullback::variable<"z">;

double slope() {
    const auto g = pullback::gradient(x * y * z, pullback::wrt(x, y))(1.0, 2.0, 3.0);
#ifdef PULLBACK_WRONG
    return g[z];
#else
    return g[y];
#endif
}
