// SPDX-License-Identifier: BSL-1.0
// EXPECT: no member named
#include <pullback.hpp>

#include <vector>

template <class T>
struct body {
    T mass, speed;
};

constexpr auto energy = pullback::function([](const auto& bodies) {
#ifdef PULLBACK_WRONG
    return sum(bodies, [](const auto& each) { return each.mass * each.velocity; });
#else
    return sum(bodies, [](const auto& each) { return each.mass * each.speed; });
#endif
});

double of(const std::vector<body<double>>& bodies) { return energy(bodies); }
