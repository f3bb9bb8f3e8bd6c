// SPDX-License-Identifier: BSL-1.0
// EXPECT: function(f): f captures variables, but it is recorded from its type and can hold no values
// EXPECT: wrt<...>
#include <pullback.hpp>

#include <vector>

std::vector<double> slopes(const std::vector<double>& x, double scale) {
#ifdef PULLBACK_WRONG
    const auto f = pullback::function(
        [scale](const auto& data) { return sum(data, [&](const auto& each) { return exp(scale * each); }); });
    return pullback::gradient(f)(x);
#else
    const auto f = pullback::function(
        [](const auto& data, const auto& s) { return sum(data, [&](const auto& each) { return exp(s * each); }); });
    return pullback::gradient(f, pullback::wrt<0>)(x, scale);
#endif
}
