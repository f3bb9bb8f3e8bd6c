// SPDX-License-Identifier: BSL-1.0
// EXPECT: f(x...): f or its derivative has more instructions than the compiler's limit
// EXPECT: use a run-time graph (pullback::dynamic)
#include <pullback.hpp>

#include <array>

#ifdef PULLBACK_WRONG
constexpr int unknowns = 130;
#else
constexpr int unknowns = 4;
#endif
using vector = std::array<double, unknowns>;

// Each of its second derivatives is another number.
constexpr auto f = pullback::function([](const auto& x) {
    auto sum = x[0], product = x[0];
    for (int i = 1; i < unknowns; ++i) {
        sum += (i + 1) * x[static_cast<std::size_t>(i)];
        product *= sin(x[static_cast<std::size_t>(i)]);
    }
    return product * exp(sum);
});

auto curvature(const vector& x) { return pullback::hessian(f)(x); }
