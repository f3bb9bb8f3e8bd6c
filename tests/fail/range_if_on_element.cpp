// SPDX-License-Identifier: BSL-1.0
// EXPECT: if (condition): a recorded value has no truth value while the function is recorded
// EXPECT: write select(condition, a, b)
#include <pullback.hpp>

#include <vector>

constexpr auto f = pullback::function([](const auto& x) {
    return sum(x, [](const auto& each) {
#ifdef PULLBACK_WRONG
        if (each < 0) return -each;
        return each * each;
#else
        return select(each < 0, -each, each * each);
#endif
    });
});

double value(const std::vector<double>& x) { return f(x); }
