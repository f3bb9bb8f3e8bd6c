// SPDX-License-Identifier: BSL-1.0
// EXPECT: init is no state
#include <pullback.hpp>

#include <vector>

constexpr auto spread = pullback::function([](const auto& rows, const auto& numbers, const auto& n) {
#ifdef PULLBACK_WRONG
    const auto last = repeat(n, rows, [](const auto& s) { return s; });
    return sum(last, [](const auto& row) { return sum(row); }) + sum(numbers);
#else
    const auto last = repeat(n, numbers, [](const auto& s) { return s; });
    return sum(last) + sum(rows, [](const auto& row) { return sum(row); });
#endif
});

double of(const std::vector<std::vector<double>>& rows, const std::vector<double>& numbers) {
    return spread(rows, numbers, pullback::step_count(3));
}
