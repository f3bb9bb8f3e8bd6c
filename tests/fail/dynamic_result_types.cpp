// SPDX-License-Identifier: BSL-1.0
// EXPECT: f.forward(x...): it returns several results of different types; return one type of data
#include <pullback/dynamic.hpp>

#include <tuple>

struct half_and_square : pullback::dynamic::function<half_and_square> {
#ifdef PULLBACK_WRONG
    std::tuple<double, float> forward(double x) const { return {x / 2, static_cast<float>(x * x)}; }
    double backward(double g, float h) const { return g / 2 + 2 * input().data() * h; }
#else
    std::tuple<double, double> forward(double x) const { return {x / 2, x * x}; }
    double backward(double g, double h) const { return g / 2 + 2 * input().data() * h; }
#endif
};

int main() {
    const pullback::dynamic::variable x{2.0};
    half_and_square f;
    f(x)[1].backward();
}
