// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BENCH_GRADBENCH_PLAIN_DESCENTS_HPP
#define PULLBACK_BENCH_GRADBENCH_PLAIN_DESCENTS_HPP

#include "../descent.hpp"

#include <array>
#include <cmath>
#include <cstddef>
#include <vector>

namespace gradbench::plain {

/// saddle: what the inner descent finds does not move the value, so the outer gradient is that of the x alone.
inline std::array<double, 4> saddle_point(const point& start) {
    const auto objective = [](const point& x, const point& y) {
        return (x[0] * x[0] + x[1] * x[1]) - (y[0] * y[0] + y[1] * y[1]);
    };
    const auto largest = [&](const point& x) {
        return descend([&](const point& y) { return -objective(x, y); },
                       [](const point& y) { return point{2 * y[0], 2 * y[1]}; }, start);
    };
    const point x = descend([&](const point& at) { return objective(at, largest(at)); },
                            [](const point& at) { return point{2 * at[0], 2 * at[1]}; }, start);
    const point y = largest(x);
    return {x[0], x[1], y[0], y[1]};
}

/// The gradient of particle's potential at (x, y), by x and y.
template <class T>
std::array<T, 2> slope_of_potential(const T& x, const T& y, const T& w) {
    using std::sqrt;
    const T across = x - 10, up = y - (10 - w);
    const T first = across * across + up * up, second = across * across + y * y;
    const T of_first = 1 / (first * sqrt(first)), of_second = 1 / (second * sqrt(second));
    return {-across * (of_first + of_second), -up * of_first - y * of_second};
}

/// The square of the place at which the particle comes down, `slope(x, y, w)` being the gradient of the potential.
template <class T, class Slope>
T miss(const T& w, const Slope& slope) {
    constexpr double h = 0.1;
    T x = 0, y = 8, x_speed = 0.75, y_speed = 0;
    for (;;) {
        const T next_x = x + h * x_speed, next_y = y + h * y_speed;
        if (!(next_y > 0)) {
            const T missed = next_x - next_y / y_speed * x_speed;
            return missed * missed;
        }
        const std::array<T, 2> force = slope(x, y, w);
        x_speed -= h * force[0];
        y_speed -= h * force[1];
        x = next_x;
        y = next_y;
    }
}

/// The derivative of that, forward, each tangent beside its number.
inline double slope_of_miss(double w) {
    constexpr double h = 0.1;
    double x = 0, y = 8, vx = 0.75, vy = 0, dx = 0, dy = 0, dvx = 0, dvy = 0;
    for (;;) {
        const double next_x = x + h * vx, next_y = y + h * vy, dnext_x = dx + h * dvx, dnext_y = dy + h * dvy;
        if (!(next_y > 0)) {
            const double time = next_y / vy, missed = next_x - time * vx;
            return 2 * missed * (dnext_x - time * dvx - (dnext_y - time * dvy) / vy * vx);
        }
        const double across = x - 10, up = y - (10 - w), dup = dy + 1;
        const double first = across * across + up * up, second = across * across + y * y;
        const double of_first = 1 / (first * std::sqrt(first)), of_second = 1 / (second * std::sqrt(second));
        const double dof_first = -3 * of_first / first * (across * dx + up * dup),
                     dof_second = -3 * of_second / second * (across * dx + y * dy);
        vx += h * across * (of_first + of_second);
        vy += h * (up * of_first + y * of_second);
        dvx += h * (dx * (of_first + of_second) + across * (dof_first + dof_second));
        dvy += h * (dup * of_first + up * dof_first + dy * of_second + y * dof_second);
        x = next_x;
        y = next_y;
        dx = dnext_x;
        dy = dnext_y;
    }
}

/// The same backward: what the steps need again is kept, and the adjoints of place and velocity go back through them.
inline double slope_of_miss_backward(double w) {
    struct step {
        double across, up, y, first, second, of_first, of_second;
    };
    constexpr double h = 0.1;
    std::vector<step> kept;
    double x = 0, y = 8, vx = 0.75, vy = 0;
    for (;;) {
        const double next_x = x + h * vx, next_y = y + h * vy;
        if (!(next_y > 0)) break;
        const double across = x - 10, up = y - (10 - w);
        const double first = across * across + up * up, second = across * across + y * y;
        const double of_first = 1 / (first * std::sqrt(first)), of_second = 1 / (second * std::sqrt(second));
        kept.push_back({across, up, y, first, second, of_first, of_second});
        vx += h * across * (of_first + of_second);
        vy += h * (up * of_first + y * of_second);
        x = next_x;
        y = next_y;
    }
    const double time = (y + h * vy) / vy, missed = x + h * vx - time * vx;
    double to_x = 2 * missed, to_vx = to_x * (h - time), to_time = -to_x * vx;
    double to_y = to_time / vy, to_vy = to_time * (h - time) / vy, to_w = 0;
    for (std::size_t i = kept.size(); i-- > 0;) {
        const step& s = kept[i];
        const double by_x = h * to_vx, by_y = h * to_vy;
        const double to_of_first = by_x * s.across + by_y * s.up, to_of_second = by_x * s.across + by_y * s.y;
        const double to_first = -3 * to_of_first * s.of_first / s.first; // twice the adjoint
        const double to_second = -3 * to_of_second * s.of_second / s.second;
        const double to_up = by_y * s.of_first + to_first * s.up;
        to_w += to_up;
        const double to_next_x = to_x, to_next_y = to_y;
        to_x += by_x * (s.of_first + s.of_second) + (to_first + to_second) * s.across;
        to_y += to_up + by_y * s.of_second + to_second * s.y;
        to_vx += h * to_next_x;
        to_vy += h * to_next_y;
    }
    return to_w;
}

/// particle, with the derivative of `miss`.
template <class Slope>
double control(double start, const Slope& slope_of_w) {
    using array = std::array<double, 1>;
    const auto value = [](const array& w) { return miss(w[0], slope_of_potential<double>); };
    const auto slope = [&](const array& w) { return array{slope_of_w(w[0])}; };
    return descend(value, slope, array{start})[0];
}
inline double control(double start) { return plain::control(start, slope_of_miss); }
inline double control_backward(double start) { return plain::control(start, slope_of_miss_backward); }

} // namespace gradbench::plain

#endif
