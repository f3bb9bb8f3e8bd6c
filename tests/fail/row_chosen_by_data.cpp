// SPDX-License-Identifier: BSL-1.0
// EXPECT: x[k], where the rows of x have lengths of their own: a row is taken one after the other
#include <pullback.hpp>

#include <vector>

constexpr auto chosen = pullback::function(
    [](const auto& rows, const auto& places) { return sum(places, [&](const auto& k) { return sum(rows[k]); }); });

#ifdef PULLBACK_WRONG
using rows = std::vector<std::vector<double>>;
#else
using rows = pullback::row_matrix<double>;
#endif
double of(const rows& x, const std::vector<int>& places) { return chosen(x, places); }
