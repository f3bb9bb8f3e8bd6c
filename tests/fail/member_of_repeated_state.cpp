// SPDX-License-Identifier: BSL-1.0
// EXPECT: no member named
#include <pullback.hpp>

template <class T>
struct swing {
    T angle, speed;
};

constexpr auto swung = pullback::function([]<class T>(const T& length, const auto& steps) {
    return repeat(steps, swing<T>{length * 0, length},
                  [&](const auto& s) {
#ifdef PULLBACK_WRONG
                      return swing<T>{s.angle + s.velocity, s.speed - sin(s.angle) / length};
#else
        return swing<T>{s.angle + s.speed, s.speed - sin(s.angle) / length};
#endif
                  })
        .angle;
});

double of(int steps) { return swung(0.5, pullback::step_count(steps)); }
