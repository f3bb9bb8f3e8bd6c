// SPDX-License-Identifier: BSL-1.0
// EXPECT: x is made of several numbers, such as an array, a struct or a range, and is not compared as a whole
#include <pullback.hpp>

#include <vector>

constexpr auto f = pullback::function([](const auto& x, const auto& a) {
#ifdef PULLBACK_WRONG
    return select(x > a, a, 2 * a);
#else
    return select(any(x, [&](const auto& e) { return e > a; }), a, 2 * a);
#endif
});

double value(const std::vector<double>& x) { return f(x, 1.0); }
