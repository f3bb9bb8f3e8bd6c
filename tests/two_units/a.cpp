#include <pullback.hpp>

double slope_in_b(double at);

int main() {
    constexpr auto x  = pullback::variable<"x">;
    constexpr auto dy = pullback::gradient(square(exp(square(x))));
    return dy(x = 0.5) == slope_in_b(0.5) ? 0 : 1;
}
