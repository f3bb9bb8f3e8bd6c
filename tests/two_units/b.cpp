#include <pullback.hpp>

double slope_in_b(double at);

double slope_in_b(double at) {
    constexpr auto x  = pullback::variable<"x">;
    constexpr auto dy = pullback::gradient(square(exp(square(x))));
    return dy(x = at);
}
