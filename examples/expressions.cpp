// SPDX-License-Identifier: BSL-1.0
// Formulas of named variables: calls by name and by position, constants, composition.
#include <pullback.hpp>

#include <cstdio>

using namespace pullback::literals; // 2.5_c

int main() {
    constexpr auto x = pullback::variable<"x">;
    constexpr auto y = pullback::variable<"y">;

    constexpr auto f = x * y + 2.5_c * sin(y) / x; // 2.5_c is part of the formula, known to the compiler
    std::printf("%g %g\n", f(x = 1.0, y = 2.0), f(1.0, 2.0));

    const auto g = pullback::gradient(f)(y = 2.0, x = 1.0); // named arguments in any order
    std::printf("df/dx = %g, df/dy = %g\n", g[x], g[y]);
    constexpr auto dfdy = pullback::gradient(f, pullback::wrt(y)); // with respect to y only
    std::printf("df/dy = %g\n", dfdy(1.0, 2.0));

    constexpr auto h = f(square(y), y); // composition; f(x = square(y)) says the same
    std::printf("%g\n", pullback::gradient(h)(2.0));

    constexpr auto bump = select(x * x < 1_c, square(1_c - x * x), 0_c); // in place of an if
    std::printf("%g %g\n", bump(0.5), bump(2.0));
}
