// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>

#include <array>

// Derivatives along directions and of combinations of results, by whichever arguments, and tensors of derivatives:
// small whole numbers, so that everything is exact.

namespace {

using pullback::function;
using pullback::gradient;
using pullback::hessian;
using pullback::hvp;
using pullback::jacobian;
using pullback::jvp;
using pullback::vjp;
using pullback::wrt;

template <class Group>
constexpr double number(const Group& group, double ten = 10) { // the parts as digits
    const auto& [a, b] = group;
    return a + ten * b;
}

// A result that occurs twice, an input as a result, a constant one.
constexpr auto repeated = function([](const auto& x, const auto& y) {
    const auto p = x * y;
    return std::array{p, p, x};
});
static_assert(number(vjp(repeated)(2., 3., std::array{1., 10., 100.}).cotangent, 1000) == 133 + 22000);
static_assert(vjp(repeated, wrt<1>)(2., 3., std::array{1., 10., 100.}).cotangent == 22);
static_assert(vjp(function([](const auto& x) { return std::array{x, x}; }))(2., std::array{3., 4.}).cotangent == 7);
constexpr auto with_constant = function([](const auto& x) { return std::array{x * x, 0 * x + 7, x}; });
static_assert(vjp(with_constant)(3., std::array{1., 10., 100.}).cotangent == 106);
static_assert(jvp(with_constant)(3., 2.).tangent == std::array{12., 0., 2.});
static_assert(jacobian(with_constant)(3.) == std::array{6., 0., 1.});

// The rules that a forward sweep knows by heart.
constexpr auto arithmetic =
    function([](const auto& x, const auto& y) { return std::array{x * y, x - y, x + y, x / y}; });
static_assert(jvp(arithmetic)(6., 2., 1., 0.).tangent == std::array{2., 1., 1., 0.5});
static_assert(jvp(arithmetic)(6., 2., 0., 1.).tangent == std::array{6., -1., 1., -1.5});
static_assert(jvp(arithmetic)(6., 2., 2., 4.).tangent == std::array{28., -2., 6., -5.});
static_assert(jvp(arithmetic)(6., 2., 2., 4.).value == std::array{12., 4., 8., 3.});

// By some of the arguments.
constexpr auto cubic = function([](const auto& x, const auto& y, const auto& z) { return x * x * y + y * z * z * z; });
static_assert(jvp(cubic)(2., 3., 5., 1., 0., 0.).tangent == 12);
static_assert(jvp(cubic, wrt<1>)(2., 3., 5., 1.).tangent == 129);
static_assert(jvp(cubic, wrt<0, 2>)(2., 3., 5., 1., 10.).tangent == 12 + 2250);
static_assert(number(vjp(cubic, wrt<0, 2>)(2., 3., 5., 1.).cotangent, 10) == 12 + 2250);
static_assert(hvp(cubic, wrt<2>)(2., 3., 5., 2.) == 180);
static_assert(number(hvp(cubic, wrt<0, 2>)(2., 3., 5., 1., 1.), 1) == 96);
static_assert(gradient(cubic, wrt<1>)(2., 3., 5.) == 129);
static_assert(number(gradient(cubic, wrt<2, 1>)(2., 3., 5.), 1000) == 225 + 129000);

constexpr auto x = pullback::variable<"x">;
constexpr auto y = pullback::variable<"y">;
constexpr auto z = pullback::variable<"z">;
constexpr auto formula = square(x) * y + y * z * z * z;
static_assert(gradient(formula, wrt(z))(2., 3., 5.) == 225 && gradient(formula, wrt(y))(2., 3., 5.) == 129);
static_assert(gradient(formula, wrt(z, x))(2., 3., 5.)[z] == 225 && gradient(formula, wrt(z, x))(2., 3., 5.)[x] == 12);
static_assert(jvp(formula, wrt(z))(2., 3., 5., 1.).tangent == 225);

// Jacobians by rows and by columns, with results that are inputs.
constexpr auto wide = function([](const auto& v) { return std::array{v[0] * v[1] * v[2], v[0]}; });
constexpr std::array<std::array<double, 3>, 2> rows{{{15, 10, 6}, {1, 0, 0}}};
static_assert(jacobian(wide)(std::array{2., 3., 5.}) == rows);
constexpr auto tall = function([](const auto& v) { return std::array{v[0] * v[1], v[1], v[0], v[0] - v[1]}; });
constexpr std::array<std::array<double, 2>, 4> columns{{{3, 2}, {0, 1}, {1, 0}, {1, -1}}};
static_assert(jacobian(tall)(std::array{2., 3.}) == columns);

// Each entry of a tensor is where its indices say.
constexpr auto product = function([](const auto& v) { return v[0] * v[0] * v[1] * v[2] * v[2] * v[2]; });
constexpr auto third = jacobian(hessian(product))(std::array{2., 3., 5.});
constexpr double parts(int i, int j, int k) { // the derivative by hand
    constexpr double at[] = {2, 3, 5};
    double value = 1;
    for (int n = 0; n < 3; ++n) {
        int exponent = n == 0 ? 2 : n == 1 ? 1 : 3;
        for (const int by : {i, j, k})
            if (by == n) value *= exponent--;
        if (exponent < 0) return 0;
        for (; exponent > 0; --exponent) value *= at[n];
    }
    return value;
}
constexpr bool is_right() {
    for (int i = 0; i < 3; ++i)
        for (int j = 0; j < 3; ++j)
            for (int k = 0; k < 3; ++k)
                if (third[static_cast<unsigned>(i)][static_cast<unsigned>(j)][static_cast<unsigned>(k)] !=
                    parts(i, j, k))
                    return false;
    return true;
}
static_assert(is_right());

// Of entries that differ only in the sequence of their indices one is computed.
constexpr auto curved = hessian(function([](const auto& a, const auto& b) { return sin(a * b) * a / (a + b); }));
constexpr const auto& curved_code =
    pullback::engine::program_of<std::remove_const_t<decltype(curved)>, double, double>::code;
static_assert(curved_code.outputs[1] == curved_code.outputs[2]);

} // namespace
