// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>

#include <array>

// Tensors of high order are computed by Leibniz' rule. Every entry of one, of products and squares, a quotient, a
// selection and functions whose derivatives are differentiated again.

namespace {

constexpr auto f = pullback::function([](const auto& x, const auto& y) {
    const auto p = x * y + y;
    return square(p) * x + x / (y * y) + select(x > 0, square(square(x)) * y, y / x) + x * log(x) + exp(x - 2) + sin(x);
});
constexpr auto fourth = pullback::jacobian(pullback::jacobian(pullback::hessian(f)));
constexpr auto sixth = pullback::jacobian(pullback::jacobian(fourth));

// d⁶/dx^i dy^j, by hand: of x (x y + y)² = (x³ + 2 x² + x) y², of x y⁻², of x⁴ y, and by x only of x log x, of
// exp(x - 2) and of sin x.
constexpr double at(int i, int j) {
    constexpr double x = 2, y = 0.5, sine = 0.90929742682568170;
    const auto falling = [](int n, int count) { // n (n - 1) ...
        double result = 1;
        for (; count > 0; --count) result *= n--;
        return result;
    };
    const auto power = [](double base, int n) {
        double result = 1;
        for (; n > 0; --n) result *= base;
        for (; n < 0; ++n) result /= base;
        return result;
    };
    const auto monomial = [&](double c, int m, int n) {
        const double by_x = falling(m, i), by_y = falling(n, j);
        return by_x == 0 || by_y == 0 ? 0 : c * by_x * power(x, m - i) * by_y * power(y, n - j);
    };
    const double others = i == 6 ? 24 / power(x, 5) + 1 - sine : 0;
    return others + monomial(1, 3, 2) + monomial(2, 2, 2) + monomial(1, 1, 2) + monomial(1, 1, -2) + monomial(1, 4, 1);
}

template <class Tensor>
constexpr bool is_right(const Tensor& tensor, int by_x, int by_y) {
    if constexpr (pullback::Scalar<Tensor>) {
        const double wanted = at(by_x, by_y), error = tensor - wanted;
        const double allowed = 1e-14 * (wanted < 0 ? -wanted : wanted);
        return error <= allowed && -error <= allowed;
    } else {
        const auto& [first, second] = tensor;
        return is_right(first, by_x + 1, by_y) && is_right(second, by_x, by_y + 1);
    }
}
static_assert(is_right(sixth(2., 0.5), 0, 0));

} // namespace
