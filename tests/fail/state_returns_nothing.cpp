// SPDX-License-Identifier: BSL-1.0
// EXPECT: sum(x, f), map(x, f), fold(x, init, f), ...: f returns nothing
#include <pullback.hpp>

#include <vector>

constexpr auto last = pullback::function([](const auto& x, const auto& a) {
    return fold(x, a, [&](const auto& s, const auto& u) {
#ifdef PULLBACK_WRONG
        static_cast<void>(s * u);
#else
        return s * u;
#endif
    });
});

double of(const std::vector<double>& x) { return last(x, 1.0); }
