// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>

#include <array>
#include <type_traits>

// Implicit functions in constant expressions: their values, derivatives and shapes.

namespace {

using namespace pullback;

constexpr bool is_close(double a, double b) { return a - b < 1e-14 && b - a < 1e-14; }

constexpr auto square_root = function([](const auto& a) {
    auto x = a;
    for (int i = 0; i < 8; ++i) x = (x + a / x) / 2;
    return root(x, [&](const auto& y) { return y * y - a; });
});
static_assert(square_root(4.0) == 2);
static_assert(gradient(square_root)(4.0) == 0.25);
static_assert(hessian(square_root)(4.0) == -0.25 / 8);
static_assert(hvp(square_root)(4.0, 2.0) == -0.25 / 4);
static_assert(jvp(square_root)(4.0, 2.0).tangent == 0.5 && vjp(square_root)(4.0, 2.0).cotangent == 0.5);

// Within formulas and within bodies, differentiated there too.
constexpr auto a = variable<"a">;
constexpr auto absolute = square_root(square(a));
static_assert(gradient(absolute)(3.0) == 1 && gradient(absolute)(-3.0) == -1);
constexpr auto in_body = function([](const auto& x) { return gradient(square_root)(x) + hessian(square_root)(x); });
static_assert(in_body(4.0) == 0.25 - 0.25 / 8);
constexpr auto slope_in_body = function([](const auto& x) {
    const auto y = root(2.0, [&](const auto& z) { return z * z - x; });
    return derivatives(y, x);
});
static_assert(slope_in_body(4.0) == 0.25 && gradient(slope_in_body)(4.0) == -0.25 / 8);

// A root in the residual of another one: y² = a from s³ = y³, s² + y² = 2 a.
constexpr auto nested = function([](const auto& found, const auto& p) {
    return root(found, [&](const auto& y) {
        const auto s = root(found, [&](const auto& z) { return z * z * z - y * y * y; });
        return s * s + y * y - 2 * p;
    });
});
static_assert(is_close(gradient(nested, wrt<1>)(2.0, 4.0), 0.25));
static_assert(is_close(hessian(nested, wrt<1>)(2.0, 4.0), -0.25 / 8));

// Linear equations: what is exchanged to eliminate is selected. Those of the value are found outside.
using two = std::array<double, 2>;
constexpr auto of_two = function([](const auto& found, const auto& m) {
    return root(found, [&](const auto& x) { return std::array{m * x[0] + x[1] - 3, 2 * x[0] - m}; });
});
static_assert(of_two(two{0, 3}, 0.0) == two{0, 3});
static_assert(jacobian(of_two, wrt<1>)(two{0, 3}, 0.0) == two{0.5, 0});
static_assert(jacobian(of_two, wrt<1>)(two{1, 1}, 2.0) == two{0.5, -2});
static_assert(jacobian(of_two, wrt<0>)(two{1, 1}, 2.0) == std::array<two, 2>{});

// What is not recorded is what was found, of its type.
static_assert(root(1.5F, [](float x) { return x - 1; }) == 1.5F);
static_assert(std::is_same_v<decltype(fixed_point(two{}, [](const two& x) { return x; })), two>);

// A value needs no residual, nor a derivative the solver.
static_assert(cost<double, double>(nested).total == 0);
static_assert(cost<double>(gradient(square_root)).divisions == 9);

} // namespace
