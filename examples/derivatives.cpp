// Every kind of derivative, and derivatives inside functions.
#include <pullback.hpp>

#include <cstdio>

constexpr auto rosenbrock = pullback::function([](const auto& x) {
    return 100 * square(x[1] - square(x[0])) + square(1 - x[0]);
});

constexpr auto polar = pullback::function([](const auto& r, const auto& phi) {
    return std::array{r * cos(phi), r * sin(phi)};
});

int main() {
    using point = std::array<double, 2>;
    const point x{1.5, 2};

    const auto [value, gradient] = pullback::value_and_gradient(rosenbrock)(x);
    std::printf("%g: %g %g\n", value, gradient[0], gradient[1]);
    const auto H = pullback::hessian(rosenbrock)(x);
    std::printf("%g %g %g %g\n", H[0][0], H[0][1], H[1][0], H[1][1]);
    const auto Hv = pullback::hvp(rosenbrock)(x, point{1, -1}); // without the Hessian
    std::printf("%g %g\n", Hv[0], Hv[1]);

    const auto forward = pullback::jvp(polar)(2.0, 0.5, 1.0, 0.0);             // value and J v
    const auto [dr, dphi] = pullback::vjp(polar)(2.0, 0.5, point{1, 0}).cotangent; // Jᵀ w
    std::printf("%.4f %.4f, %.4f %.4f\n", forward.tangent[0], forward.tangent[1], dr, dphi);

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
