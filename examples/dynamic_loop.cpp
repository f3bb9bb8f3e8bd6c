// SPDX-License-Identifier: BSL-1.0
// A loop that ends when the data say so: how far a ball flies against the wind, and the angle that makes it fly
// farthest.
#include <pullback/dynamic.hpp>

#include <cstdio>

namespace dynamic = pullback::dynamic;
using dynamic::variable;

// The steps are counted by the ball itself: it flies until it is below the ground, as often as that takes.
variable<double> range(const variable<double>& angle, int& steps) {
    const double dt = 0.01, drag = 0.02, gravity = 9.81, wind = 5;
    variable x{0.0}, y{0.0};
    variable vx = 20 * cos(angle), vy = 20 * sin(angle);
    variable last_x = x, last_y = y;
    for (steps = 0; steps == 0 || y > 0.0; ++steps) {
        last_x = x;
        last_y = y;
        const auto speed = hypot(vx + wind, vy); // through the air
        vx = vx - dt * drag * speed * (vx + wind);
        vy = vy - dt * (gravity + drag * speed * vy);
        x = x + dt * vx;
        y = y + dt * vy;
    }
    // Where it met the ground, between the last two places.
    return last_x + (x - last_x) * last_y / (last_y - y);
}

int main() {
    variable angle{1.2};
    int steps = 0;
    for (int i = 0; i < 40; ++i) {
        auto distance = range(angle, steps);
        angle.clear_grad();
        distance.backward();
        if (i < 3)
            std::printf("%.3f rad: %d steps, %.2f m, slope %.2f\n", angle.data(), steps, distance.data(), angle.grad());
        angle = variable{angle.data() + 0.01 * angle.grad()};
    }
    const double farthest = range(angle, steps).data();
    std::printf("%.2f rad: %d steps, %.2f m\n", angle.data(), steps, farthest);
}
