// SPDX-License-Identifier: BSL-1.0
// EXPECT: if (condition): an expression has no truth value before its variables have values
// EXPECT: select(condition, a, b)
#include <pullback.hpp>

constexpr auto x = pullback::variable<"x">;
constexpr auto y = pullback::variable<"y">;

double larger(double a, double b) {
#ifdef PULLBACK_WRONG
    if (x < y) return b;
    return a;
#else
    return select(x < y, y, x)(x = a, y = b);
#endif
}
