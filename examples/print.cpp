// SPDX-License-Identifier: BSL-1.0
// What a function and its derivative look like: as text, in LaTeX, as C and as a graph. The compiler makes the texts.
#include <pullback.hpp>

#include <cstdio>

int main() {
    constexpr auto x = pullback::variable<"x">;
    constexpr auto sigma = pullback::variable<"sigma">;
    constexpr auto y = exp(-square(x / sigma));
    constexpr auto dy = pullback::gradient(y);

    static_assert(to_string(y) == "exp(-square(x / sigma))");
    std::puts(to_string(dy).c_str());
    std::puts(to_latex(y).c_str());
    std::puts(to_c(dy, "bell_gradient").c_str());
    std::puts(to_dot(y).c_str());

    // A generic function has a program for each shape of its arguments, so name their types.
    constexpr auto length = pullback::function([](const auto& v) { return sqrt(square(v[0]) + square(v[1])); });
    std::puts(to_string<std::array<double, 2>>(pullback::value_and_gradient(length)).c_str());
}
