// SPDX-License-Identifier: BSL-1.0
// Derivatives checked by differences: of a static function, and of a rule of one's own that is wrong.
#include <pullback.hpp>
#include <pullback/check/gradient_check.hpp>

#include <cstdio>

// The rule of the cube root of x² + 1, with a mistake: the 3 is missing.
struct bent_row : pullback::elementary<bent_row, 1> {
    static constexpr const char* name = "bent";
    static constexpr auto value(const auto& x) { return pullback::cbrt(pullback::square(x) + 1); }
    static constexpr auto pullback(const auto& x, const auto& y, const auto& gy) { return gy * 2 * x / (y * y); }
};

int main() {
    constexpr auto x = pullback::variable<"x">;
    constexpr auto y = pullback::variable<"y">;
    std::printf("%.4f\n", numerical_diff(square(exp(square(x))), 0.5));

    constexpr auto f = exp(-x * y) * sin(y);
    if (gradient_check(f, 0.3, 1.2)) std::puts("the gradient of f is right");

    const auto report = pullback::gradient_check(bent_row{}, 2.0);
    if (!report) std::puts(report.message().c_str());
}
