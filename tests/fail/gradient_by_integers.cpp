// SPDX-License-Identifier: BSL-1.0
// EXPECT: an argument that f is differentiated by is a range of integers or truth values
// EXPECT: choose the others, as in gradient(f, wrt<0, 1>)
#include <pullback.hpp>

#include <vector>

constexpr auto chosen = pullback::function(
    [](const auto& x, const auto& places) { return sum(places, [&](const auto& k) { return square(x[k]); }); });

#ifdef PULLBACK_WRONG
auto slopes(const std::vector<double>& x, const std::vector<int>& places) {
    return pullback::gradient(chosen)(x, places);
}
#else
auto slopes(const std::vector<double>& x, const std::vector<int>& places) {
    return pullback::gradient(chosen, pullback::wrt<0>)(x, places);
}
#endif
