// SPDX-License-Identifier: BSL-1.0
// EXPECT: derivative of fold(rows, init, f), scan(rows, init, f), where rows have lengths of their own
#include <pullback.hpp>

#include <vector>

constexpr auto through = pullback::function([](const auto& rows, const auto& a) {
    return fold(rows, a, [](const auto& s, const auto& row) { return s * 0.5 + sum(row); });
});

double of(const std::vector<std::vector<double>>& rows) {
#ifdef PULLBACK_WRONG
    return pullback::gradient(through, pullback::wrt<1>)(rows, 1.0);
#else
    return through(rows, 1.0);
#endif
}
