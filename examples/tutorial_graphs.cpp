// SPDX-License-Identifier: BSL-1.0
// A graph step by step: several inputs, a variable that is used again, its picture, Newton's method with second
// derivatives, and the graph recorded, so that the loop builds it no more.
#include <pullback/dynamic.hpp>
#include <pullback/dynamic/record.hpp>

#include <cmath>
#include <cstdio>

namespace dynamic = pullback::dynamic;

int main() {
    // 1. Several inputs. Calls of functions build the graph, and one backward pass finds all derivatives.
    dynamic::variable x{2.0, "x"}, k{3.0, "k"};
    auto y = square(x) + k * sin(x);
    y.backward();
    std::printf("1. y = %.4f, dy/dx = %.4f, dy/dk = %.4f\n", y.data(), x.grad(), k.grad());

    // 2. Reuse. What is used twice has the sum of both derivatives; those of another pass are added, unless cleared.
    auto u = exp(x);
    auto z = u * u + u;
    x.clear_grad();
    z.backward();
    std::printf("2. dz/dx = %.4f = %.4f\n", x.grad(), 2 * std::exp(4.0) + std::exp(2.0));

    // 3. A picture: every variable knows the call that made it, and a call its inputs.
    std::printf("3. y was made by %s\n%s", y.creator().name().c_str(), dynamic::to_dot(y).c_str());

    // 4. Newton's method: a gradient is a variable, which is differentiated again.
    x.set_data(-0.5);
    for (int step = 0; step < 5; ++step) {
        y = square(x) + k * sin(x);
        const auto slope = dynamic::grad(y, x);
        const auto curvature = dynamic::grad(slope, x);
        x.set_data(x.data() - slope.data() / curvature.data());
        std::printf("4. x = %.6f after step %d\n", x.data(), step + 1);
        if (std::abs(slope.data()) < 1e-9) break;
    }

    // 5. The same without building the graph in each step: it is recorded once, and its derivatives are functions.
    y = square(x) + k * sin(x);
    const auto f = pullback::record(y, {x, k});
    const auto slope = pullback::gradient(f, pullback::wrt<0>);
    const auto curvature = pullback::hessian(f, pullback::wrt<0>);
    std::printf("5. f = %s, df/dx = %s\n", to_string(f, {"x", "k"}).c_str(), to_string(slope, {"x", "k"}).c_str());
    for (const double constant : {2.5, 4.0}) {
        double at = -1.0;
        for (int step = 0; step < 8; ++step) at -= slope(at, constant) / curvature(at, constant);
        std::printf("5. k = %.1f: the minimum is at %.6f\n", constant, at);
    }
}
