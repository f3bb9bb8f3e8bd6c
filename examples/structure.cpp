// SPDX-License-Identifier: BSL-1.0
// What a formula is made of: numbers that it copied, and the calls it came from, which can be asked at compile time.
#include <pullback.hpp>

#include <cstdio>

int main() {
    constexpr auto x = pullback::variable<"x">;

    double k = 3;
    const auto wave = sin(k * x); // k is copied into the formula, which owns it
    std::printf("%.6f\n", pullback::gradient(wave)(0.5));

    // How a formula was made can be asked at compile time, down to the variable.
    constexpr pullback::functions::square A, C;
    constexpr pullback::functions::exp B;
    constexpr auto a = A(x);
    constexpr auto b = B(a);
    constexpr auto c = C(b);
    static_assert(creator(c) == C && input(creator(c)) == b);
    static_assert(creator(b) == B && input(creator(b)) == a);
    static_assert(creator(a) == A && input(creator(a)) == x);
    static_assert(creator(x) == pullback::none);
}
