// SPDX-License-Identifier: BSL-1.0
// EXPECT: sum(x, f), map(x, f), fold(x, init, f), ...: f returns nothing
#include <pullback.hpp>

#include <vector>

constexpr auto f = pullback::function([](const auto& x) {
    return sum(x, [](const auto& each) {
#ifdef PULLBACK_WRONG
        square(each);
#else
        return square(each);
#endif
    });
});

double value(const std::vector<double>& x) { return f(x); }
