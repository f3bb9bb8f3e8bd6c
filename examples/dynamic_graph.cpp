// SPDX-License-Identifier: BSL-1.0
// The run-time graph: control flow that depends on values, links from a result back to what made it, second
// derivatives.
#include <pullback/dynamic.hpp>

#include <cstdio>

namespace dynamic = pullback::dynamic;
using dynamic::variable;

// A loop that ends when the data say so, which a static function cannot have.
variable<double> square_root(const variable<double>& a) {
    variable x = a;
    while (abs(x * x - a) > 1e-12) x = 0.5 * (x + a / x);
    return x;
}

int main() {
    variable x{0.5};
    auto a = square(x);
    auto b = exp(a);
    auto y = square(b);
    y.backward();
    std::printf("%.15f\n", x.grad());
    std::printf("%.15f on the way\n", b.grad());

    // Every variable knows the call that made it, and the call its inputs.
    if (y.creator() == pullback::functions::square{} && y.creator().input() == b && x.creator() == pullback::none)
        std::printf("y is the square of b, nothing made x\n");

    variable two{2.0};
    square_root(two).backward();
    std::printf("%.6f is the slope of the square root at 2\n", two.grad());

    // Gradients that are variables: differentiate them again.
    variable t{3.0};
    auto cube = pow(t, 3);
    auto slope = grad(cube, t);
    std::printf("%g %g\n", slope.data(), grad(slope, t).data());
}
