// SPDX-License-Identifier: BSL-1.0
// EXPECT: the class of f, derived from dynamic::function, has no forward(x...) that takes the data of these arguments
#include <pullback/dynamic.hpp>

struct cube : pullback::dynamic::function<cube> {
#ifndef PULLBACK_WRONG
    double forward(double x) const { return x * x * x; }
#endif
    double backward(double gy) const { return 3 * input().data() * input().data() * gy; }
};

int main() {
    cube f;
    f(pullback::dynamic::variable{2.0});
}
