#include <pullback.hpp>

#include <cstdio>

int main() {
    constexpr auto x  = pullback::variable<"x">;
    constexpr auto dy = pullback::gradient(square(exp(square(x))));
    std::printf("%.15f\n", dy(x = 0.5));
}
