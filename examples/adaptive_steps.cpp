// SPDX-License-Identifier: BSL-1.0
// A pendulum swings for two seconds, in Runge-Kutta steps that are as long as their error allows: a loop that ends by a
// condition. How does the angle in the end depend on the length of the pendulum, and on friction?
#include <pullback.hpp>

#include <array>
#include <cstdio>

constexpr auto swing = pullback::function([](const auto& length, const auto& friction, const auto& most_steps) {
    const auto slope = [&](const auto& angle, const auto& speed) {
        return std::array{speed, -9.81 / length * sin(angle) - friction * speed};
    };
    const double end = 2, tolerance = 1e-6;
    // A state is the time, the length of the next step, the angle and its speed.
    const auto last = while_loop(
        most_steps, std::array{0.0, 0.01, 1.0, 0.0}, [&](const auto& s) { return s[0] < end; },
        [&](const auto& s) {
            const auto h = min(s[1], end - s[0]);
            // The method of Bogacki and Shampine: of third order, and of second order for the error.
            const auto a = slope(s[2], s[3]);
            const auto b = slope(s[2] + h / 2 * a[0], s[3] + h / 2 * a[1]);
            const auto c = slope(s[2] + h * 3 / 4 * b[0], s[3] + h * 3 / 4 * b[1]);
            const auto angle = s[2] + h / 9 * (2 * a[0] + 3 * b[0] + 4 * c[0]);
            const auto speed = s[3] + h / 9 * (2 * a[1] + 3 * b[1] + 4 * c[1]);
            const auto d = slope(angle, speed);
            const auto error = h * hypot(5 * a[0] / 72 - b[0] / 12 - c[0] / 9 + d[0] / 8,
                                         5 * a[1] / 72 - b[1] / 12 - c[1] / 9 + d[1] / 8);
            // How long steps are is no part of the derivative.
            const auto next = detach(h * clamp(0.9 * cbrt(tolerance / error), 0.2, 5));
            const auto is_good = error < tolerance;
            return std::array{select(is_good, s[0] + h, s[0]), next, select(is_good, angle, s[2]),
                              select(is_good, speed, s[3])};
        });
    return last[2];
});

int main() {
    const pullback::step_count most_steps(1000); // a bound
    const auto [angle, gradient] = pullback::value_and_gradient(swing, pullback::wrt<0, 1>)(1.0, 0.1, most_steps);
    const auto [by_length, by_friction] = gradient;
    std::printf("%.4f: by length %.3f, by friction %.3f\n", angle, by_length, by_friction);

    const double difference = swing(1.001, 0.1, most_steps) - swing(0.999, 0.1, most_steps);
    std::printf("by length, from two nearby: %.3f\n", difference / 0.002);

    try {
        swing(1.0, 0.1, pullback::step_count(20));
    } catch (const pullback::range_error& error) {
        std::printf("%s\n", error.what());
    }
}
