// SPDX-License-Identifier: BSL-1.0
// EXPECT: to_c(f): f calls a function that C does not have, named here as Row
// EXPECT: give that row a form in C
#include <pullback.hpp>

#include <vector>

struct own : pullback::elementary<own, 1> {
    static constexpr const char* name = "own";
#ifndef PULLBACK_WRONG
    static constexpr pullback::notation printed{nullptr, nullptr, "own_in_c({0})"};
#endif
    static constexpr auto value(const auto& x) { return x * x; }
    static constexpr auto pullback(const auto& x, const auto&, const auto& gy) { return 2 * gy * x; }
};

constexpr auto f =
    pullback::function([](const auto& x) { return sum(x, [](const auto& each) { return own{}(each); }); });

auto printed() { return pullback::to_c<std::vector<double>>(f, "f"); }
