// SPDX-License-Identifier: BSL-1.0
// Gradient, Hessian, and their products with vectors.
#include <pullback.hpp>

#include <array>
#include <cstdio>

constexpr auto rosenbrock =
    pullback::function([](const auto& x) { return 100 * square(x[1] - square(x[0])) + square(1 - x[0]); });

constexpr auto polar =
    pullback::function([](const auto& r, const auto& phi) { return std::array{r * cos(phi), r * sin(phi)}; });

int main() {
    using point = std::array<double, 2>;
    const point x{1.5, 2};

    const auto [value, gradient] = pullback::value_and_gradient(rosenbrock)(x);
    std::printf("%g: %g %g\n", value, gradient[0], gradient[1]);
    const auto H = pullback::hessian(rosenbrock)(x);
    std::printf("%g %g %g %g\n", H[0][0], H[0][1], H[1][0], H[1][1]);
    const auto Hv = pullback::hvp(rosenbrock)(x, point{1, -1}); // without the Hessian
    std::printf("%g %g\n", Hv[0], Hv[1]);

    // Along the direction (1, 0) of the arguments; and from the weights (1, 0) of the results back to the arguments.
    const auto along = pullback::jvp(polar)(2.0, 0.5, 1.0, 0.0);
    const auto [by_r, by_phi] = pullback::vjp(polar)(2.0, 0.5, point{1, 0}).cotangent;
    std::printf("%.4f %.4f, %.4f %.4f\n", along.tangent[0], along.tangent[1], by_r, by_phi);
}
