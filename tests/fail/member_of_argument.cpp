// SPDX-License-Identifier: BSL-1.0
// EXPECT: no member named
#include <pullback.hpp>

template <class T>
struct camera {
    T focal, centre;
};

constexpr auto project = pullback::function([](const auto& camera, const auto& x) {
#ifdef PULLBACK_WRONG
    return camera.centre + camera.focus * x;
#else
    return camera.centre + camera.focal * x;
#endif
});

double of(double x) { return project(camera<double>{500, 320}, x); }
