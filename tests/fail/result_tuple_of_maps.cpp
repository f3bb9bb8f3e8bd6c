// SPDX-License-Identifier: BSL-1.0
// EXPECT: f(x...): f returns something that is neither made of real numbers nor a range, such as a tuple of maps
#include <pullback.hpp>

#include <tuple>
#include <vector>

constexpr auto both = pullback::function([](const auto& x) {
#ifdef PULLBACK_WRONG
    return std::tuple(sum(x), map(x, [](const auto& e) { return square(e); }));
#else
    return map(x, [](const auto& e) { return std::tuple(e, square(e)); });
#endif
});

auto of(const std::vector<double>& x) { return both(x); }
