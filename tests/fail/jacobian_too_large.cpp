// SPDX-License-Identifier: BSL-1.0
// EXPECT: f(x...): the result, such as a Jacobian or a Hessian, has more numbers than
// EXPECT: use jvp, vjp or hvp
#include <pullback.hpp>

#include <array>

#ifdef PULLBACK_WRONG
constexpr int size = 600;
#else
constexpr int size = 6;
#endif
using vector = std::array<double, size>;

constexpr auto f = pullback::function([](const auto& x) {
    auto y = x;
    for (auto& element : y) element = sin(element);
    return y;
});

auto slopes(const vector& x) { return pullback::jacobian(f)(x); }
