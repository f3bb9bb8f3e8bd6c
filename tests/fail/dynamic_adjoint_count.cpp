// SPDX-License-Identifier: BSL-1.0
// EXPECT: f.backward(gy...): it must return one adjoint for each argument of forward
#include <pullback/dynamic.hpp>

#include <array>

struct product : pullback::dynamic::function<product> {
    double forward(double x, double y) const { return x * y; }
#ifdef PULLBACK_WRONG
    double backward(double gy) const { return gy * input(1).data(); }
#else
    std::array<double, 2> backward(double gy) const { return {gy * input(1).data(), gy * input(0).data()}; }
#endif
};

int main() {
    const pullback::dynamic::variable x{2.0};
    product f;
    f(x, x).backward();
}
