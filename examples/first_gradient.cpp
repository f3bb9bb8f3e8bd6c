// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>
#include <cstdio>

int main() {
    constexpr auto x = pullback::variable<"x">;
    constexpr auto y = square(exp(square(x)));           // a type; nothing is stored, nothing has run
    constexpr auto dy = pullback::gradient(y);           // the backward pass, as code
    static_assert(dy(0.5) > 3.2974 && dy(0.5) < 3.2975); // the compiler can run it
    std::printf("%.15f\n", dy(x = 0.5));                 // 3.297442541400256
}
