// SPDX-License-Identifier: BSL-1.0
// EXPECT: scan(x, init, f): init is a range, or has one in it
#include <pullback.hpp>

#include <vector>

constexpr auto turns = pullback::function([](const auto& x) {
#ifdef PULLBACK_WRONG
    return scan(x, x, [](const auto& s, const auto& u) { return map(s, [=](const auto& p) { return p * u; }); }).size();
#else
    return fold(x, x, [](const auto& s, const auto& u) { return map(s, [=](const auto& p) { return p * u; }); }).size();
#endif
});

double of(const std::vector<double>& x) { return turns(x); }
