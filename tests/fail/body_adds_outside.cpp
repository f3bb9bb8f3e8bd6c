// SPDX-License-Identifier: BSL-1.0
// EXPECT: sum(x, f), map(x, f), ...: f writes to a variable from outside of it, which is used after the loop
#include <pullback.hpp>

#include <vector>

constexpr auto f = pullback::function([](const auto& x) {
#ifdef PULLBACK_WRONG
    auto total = 0 * x[0];
    const auto squares = sum(x, [&](const auto& e) {
        total += e;
        return square(e);
    });
#else
    const auto total = sum(x), squares = sum(x, [](const auto& e) { return square(e); });
#endif
    return squares - square(total);
});

double of(const std::vector<double>& x) { return f(x); }
