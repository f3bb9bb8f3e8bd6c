// SPDX-License-Identifier: BSL-1.0
// EXPECT: sum += x: sum is a plain number, such as a double, and cannot become what is computed from x
#include <pullback.hpp>

constexpr auto f = pullback::function([](const auto& x) {
#ifdef PULLBACK_WRONG
    double sum = 0;
#else
    auto sum = 0 * x[0];
#endif
    for (std::size_t i = 0; i < x.size(); ++i) sum += x[i] * x[i];
    return sum;
});

double slope(const std::array<double, 2>& at) { return pullback::gradient(f)(at)[0]; }
