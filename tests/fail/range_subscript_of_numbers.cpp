// SPDX-License-Identifier: BSL-1.0
// EXPECT: x[k]: k is not an integer that data or a loop give
#include <pullback.hpp>

#include <vector>

constexpr auto f = pullback::function(
    [](const auto& x, const auto& k) { return sum(k, [&](const auto& i) { return square(x[i]); }); });

#ifdef PULLBACK_WRONG
using subscripts = std::vector<double>;
#else
using subscripts = std::vector<int>;
#endif

std::vector<double> slopes(const std::vector<double>& x, const subscripts& k) {
    return pullback::gradient(f, pullback::wrt<0>)(x, k);
}
