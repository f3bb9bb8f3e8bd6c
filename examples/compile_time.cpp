// SPDX-License-Identifier: BSL-1.0
// Derivatives that the compiler computes: tables and checks in constant expressions, nothing left to do at run time.
#include <pullback.hpp>

#include <cstdio>

constexpr auto x = pullback::variable<"x">;

// Distances that differ by less than rounding allows. There is no constexpr std::abs in C++20.
constexpr bool near(double a, double b) { return pullback::abs(a - b) < 1e-14; }

constexpr auto y = square(exp(square(x)));
constexpr auto dy = pullback::gradient(y);
static_assert(near(dy(0.5), 3.297442541400256));
static_assert(near(pullback::derivative<2>(sin(x))(0.0), 0));

constexpr auto polar = pullback::function([](const auto& p) { return std::array{p[0] * cos(p[1]), p[0] * sin(p[1])}; });
constexpr auto J = pullback::jacobian(polar)(std::array{2.0, 0.0});
static_assert(near(J[0][0], 1) && near(J[0][1], 0) && near(J[1][0], 0) && near(J[1][1], 2));

// A table of sin with its slopes, for interpolation by cubics. It is in the program's read-only memory.
struct knot {
    double value, slope;
};
constexpr std::array<knot, 9> make_table() {
    std::array<knot, 9> knots{};
    constexpr auto sine = pullback::value_and_gradient(sin(x));
    for (std::size_t i = 0; i < knots.size(); ++i) {
        const auto [value, slope] = sine(0.25 * static_cast<double>(i));
        knots[i] = {value, slope};
    }
    return knots;
}
constexpr std::array<knot, 9> sines = make_table();

constexpr double interpolated_sine(double t) {
    const auto i = static_cast<std::size_t>(4 * t);
    const double u = 4 * t - static_cast<double>(i), v = 1 - u;
    const knot a = sines[i], b = sines[i + 1];
    return v * v * (1 + 2 * u) * a.value + u * u * (1 + 2 * v) * b.value + u * v * (v * a.slope - u * b.slope) / 4;
}
static_assert(pullback::abs(interpolated_sine(1.1) - pullback::sin(1.1)) < 1e-5);

int main() {
    std::printf("%.6f %.6f\n", sines[4].value, sines[4].slope);
    std::printf("%.4f is the sine of 1.1, %.4f from the table\n", pullback::sin(1.1), interpolated_sine(1.1));
}
