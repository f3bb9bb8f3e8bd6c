// SPDX-License-Identifier: BSL-1.0
// Three ways to bring a function into a run-time graph.
#include <pullback/dynamic.hpp>

#include <cmath>
#include <cstdio>

namespace dynamic = pullback::dynamic;

// A class with forward and backward, on data. `input()` is the variable that this call was made with.
struct softsign : dynamic::function<softsign> {
    double forward(double x) { return x / (1 + std::abs(x)); }
    double backward(double gy) { return gy / std::pow(1 + std::abs(input().data()), 2); }
};

int main() {
    dynamic::variable x{2.0};

    softsign f;
    auto y = f(x);
    y.backward();
    std::printf("%g %g\n", y.data(), x.grad());

    // A static function: one node of the graph, forward and backward compiled.
    constexpr auto u = pullback::variable<"u">;
    constexpr auto v = pullback::variable<"v">;
    constexpr auto wave = exp(-u * v) * sin(v);
    dynamic::variable t{0.5};
    auto z = wave(x, t);
    x.clear_grad();
    z.backward();
    std::printf("%g %g %g, made from %zu variables\n", z.data(), x.grad(), t.grad(), z.creator().input_count());

    // A function of the table as an object, and backward by hand.
    dynamic::function tanh = pullback::functions::tanh{};
    auto w = tanh(x);
    if (w.creator() == tanh) std::printf("%g\n", tanh.backward(1.0));
}
