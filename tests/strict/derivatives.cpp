// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>

#include <array>
#include <cstdio>

// Values and derivatives of both kinds of static functions, where dynamic memory ends the program.

namespace {

int failures = 0;

void expect(const char* what, double got, double wanted) {
    const double difference = got < wanted ? wanted - got : got - wanted;
    if (difference <= 1e-14 * (1 + (wanted < 0 ? -wanted : wanted))) return;
    std::printf("%s: %.17g instead of %.17g\n", what, got, wanted);
    ++failures;
}

// Read at run time, so that the compiler leaves something to compute.
double read(double value) {
    volatile double hidden = value;
    return hidden;
}

void check_expression() {
    constexpr auto x = pullback::variable<"x">;
    constexpr auto y = pullback::variable<"y">;
    const auto f = read(2) * square(x) * y + select(x < y, x * y, exp(x));
    const double a = read(2), b = read(3);
    expect("expression", f(a, b), 30);
    const auto [value, gradient] = pullback::value_and_gradient(f)(y = b, x = a);
    expect("expression, value", value, 30);
    expect("expression, by x", gradient[x], 27);
    expect("expression, by y", gradient[y], 10);
    expect("expression, Jacobian", pullback::jacobian(f)(a, b)[y], 10);
    const auto H = pullback::hessian(f)(a, b);
    expect("expression, by x twice", H[x][x], 12);
    expect("expression, by x and y", H[x][y], 9);
    expect("expression, by y twice", H[y][y], 0);
    expect("expression, third", pullback::derivative<2, 1>(f)(a, b), 4);
    expect("chain", pullback::gradient(square(exp(square(x))))(read(0.5)), 3.297442541400256);
}

void check_generic_function() {
    constexpr auto f = pullback::function([](const auto& v, const auto& s) {
        auto product = s;
        for (std::size_t i = 0; i < v.size(); ++i) product *= v[i];
        return std::array{product, v[0] - square(v[2])};
    });
    constexpr auto first = pullback::function([](const auto& v) { return v[0] * v[1] * v[2]; });
    const std::array v{read(2), read(3), read(5)};
    expect("function", f(v, read(7))[0], 210);
    const auto [value, jacobian] = pullback::value_and_jacobian(f, pullback::wrt<0>)(v, read(7));
    expect("function, value", value[1], -23);
    expect("function, Jacobian", jacobian[0][1], 70);
    expect("function, Jacobian", jacobian[1][2], -10);
    expect("function, gradient", pullback::gradient(first)(v)[2], 6);
    expect("function, Hessian", pullback::hessian(first)(v)[2][0], 3);
    const std::array tangent{read(1), read(10), read(100)};
    expect("function, jvp", pullback::jvp(first)(v, tangent).tangent, 715);
    expect("function, vjp", pullback::vjp(first)(v, read(2)).cotangent[0], 30);
    expect("function, hvp", pullback::hvp(first)(v, tangent)[0], 350);
}

} // namespace

int main() {
    check_expression();
    check_generic_function();
    return failures;
}
