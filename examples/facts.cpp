// SPDX-License-Identifier: BSL-1.0
// What the compiler knows about a function: its cost, its zeros, whether it is constant.
#include <pullback.hpp>

#include <cstdio>

constexpr auto chained =
    pullback::function([](const auto& x) { return std::array{x[0] * x[1], exp(x[1]), x[2] - 2 * x[0]}; });

int main() {
    using vector = std::array<double, 3>;
    constexpr auto pattern = pullback::sparsity<vector>(pullback::jacobian(chained));
    for (const auto& row : pattern) std::printf("%d %d %d\n", row[0], row[1], row[2]);
    static_assert(!pattern[1][0] && pattern[1][1]);

    constexpr auto x = pullback::variable<"x">;
    constexpr auto y = square(exp(square(x)));
    constexpr auto cost = pullback::cost(pullback::value_and_gradient(y));
    static_assert(cost.functions == 1 && cost.divisions == 0); // exp is called once for value and gradient
    std::printf("%d operations, %d of them products\n", cost.total, cost.multiplications);
    static_assert(pullback::is_constant(pullback::derivative<2>(x * x)));
}
