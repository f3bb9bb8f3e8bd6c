// SPDX-License-Identifier: BSL-1.0
// A function of your own with its own derivative rule.
#include <pullback.hpp>

#include <cstdio>

// The Langevin function coth(x) - 1/x.
struct langevin_row : pullback::elementary<langevin_row, 1> {
    static constexpr const char* name = "langevin";
    static constexpr auto value(const auto& x) { return 1 / pullback::tanh(x) - 1 / x; }
    // From x, the value y and gy, the derivative of the final result by y: the derivative of that result by x. It is
    // code of the same kind, so it can be differentiated again.
    static constexpr auto pullback(const auto& x, const auto&, const auto& gy) {
        return gy * (1 / pullback::square(x) - 1 / pullback::square(pullback::sinh(x)));
    }
};
inline constexpr langevin_row langevin;

int main() {
    constexpr auto x = pullback::variable<"x">;
    constexpr auto y = langevin(2 * x); // in formulas,
    std::printf("%.6f %.6f\n", y(0.7), pullback::derivative<2>(y)(0.7));

    constexpr auto f = pullback::function([](const auto& u) { return langevin(2 * u); }); // in generic functions,
    std::printf("%.6f %.6f\n", f(0.7f), pullback::derivative<1>(f)(0.7));
    std::printf("%.6f\n", langevin(1.4)); // and on numbers
}
