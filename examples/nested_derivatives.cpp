// SPDX-License-Identifier: BSL-1.0
// Derivatives of any order, and derivatives inside functions.
#include <pullback.hpp>

#include <cstdio>

int main() {
    constexpr auto t = pullback::variable<"t">;
    constexpr auto s = pullback::variable<"s">;
    constexpr auto y = exp(-t) * sin(3 * t);
    std::printf("%.6f\n", pullback::derivative<4>(y)(0.2)); // d⁴y/dt⁴
    std::printf("%.6f\n", pullback::derivative(y(t * s), pullback::wrt(t, t, s))(0.2, 1.5));

    // A derivative is a static function, so it can stand inside another one.
    constexpr auto newton_step = pullback::function([](const auto& u) {
        constexpr auto f = pullback::function([](const auto& v) { return v * v * v - 2; });
        return u - f(u) / pullback::gradient(f)(u);
    });
    double root = 1;
    for (int i = 0; i < 6; ++i) root = newton_step(root);
    std::printf("%.15f\n", root);
    static_assert(newton_step(1.0) > 1.33 && newton_step(1.0) < 1.34);
}
