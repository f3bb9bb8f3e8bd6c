// SPDX-License-Identifier: BSL-1.0
// EXPECT: row[k], shifted(rows, n, edge), ..., where rows have lengths of their own: data choose rows
#include <pullback.hpp>

#include <vector>

constexpr auto chosen = pullback::function([](const auto& rows, const auto& places) {
    return sum(rows, places, [&](const auto& row, const auto& k) { return square(row[k]); });
});

#ifdef PULLBACK_WRONG
using rows = std::vector<std::vector<double>>;
#else
using rows = pullback::row_matrix<double>;
#endif
double of(const rows& x, const std::vector<int>& places) { return chosen(x, places); }
