// SPDX-License-Identifier: BSL-1.0
// COMPILER: no member named
// EXPECT: f(x...): the body of f cannot be recorded with elements whose type has members of fixed types
#include <pullback.hpp>

#include <vector>

struct seen {
    int camera;
    double u;
};

constexpr auto f = pullback::function([](const auto& x) {
    return sum(x, [](const auto& e) {
#ifdef PULLBACK_WRONG
        return square(e.u);
#else
        const auto& [camera, u] = e;
        return square(u);
#endif
    });
});

double of(const std::vector<seen>& x) { return f(x); }
