// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BENCH_EMBEDDED_BY_HAND_HPP
#define PULLBACK_BENCH_EMBEDDED_BY_HAND_HPP

#include "../../examples/embedded/filter.hpp"

#include <array>
#include <cmath>

/// The filter of examples/embedded without the library, as one writes it who wants it fast: Jacobians derived on paper
/// and fused with the values, zeros and ones of the Jacobians never multiplied with, only the upper triangle of the
/// covariance, one reciprocal for all quotients by the same number.
namespace by_hand {

using vehicle::estimate, vehicle::matrix, vehicle::motion_noise, vehicle::sensor_noise, vehicle::time_step;

inline pullback::value_with_jacobian<std::array<float, 5>, matrix<float, 5, 5>> move(
    const std::array<float, 5>& state) {
    const float direction = state[2] + state[4] * (time_step / 2);
    const float x_by_speed = time_step * std::cos(direction), y_by_speed = time_step * std::sin(direction);
    const float dx = state[3] * x_by_speed, dy = state[3] * y_by_speed;
    return {{state[0] + dx, state[1] + dy, state[2] + state[4] * time_step, state[3], state[4]},
            {{{1, 0, -dy, x_by_speed, dy * (-time_step / 2)},
              {0, 1, dx, y_by_speed, dx * (time_step / 2)},
              {0, 0, 1, 0, time_step},
              {0, 0, 0, 1, 0},
              {0, 0, 0, 0, 1}}}};
}

inline pullback::value_with_jacobian<std::array<float, 2>, matrix<float, 2, 5>> see(
    const std::array<float, 5>& state, const std::array<float, 2>& landmark) {
    const float dx = landmark[0] - state[0], dy = landmark[1] - state[1];
    const float range = std::sqrt(dx * dx + dy * dy);
    const float bearing = std::atan2(dy, dx) - state[2];
    const float inverse = 1 / range;
    const float rx = dx * inverse, ry = dy * inverse;
    return {{range, bearing}, {{{-rx, -ry, 0, 0, 0}, {ry * inverse, -(rx * inverse), -1, 0, 0}}}};
}

inline estimate<float> predict(const estimate<float>& before) {
    const auto& [x, y, heading, speed, turn_rate] = before.state;
    const auto& [p00, p01, p02, p03, p04, p11, p12, p13, p14, p22, p23, p24, p33, p34, p44] = before.covariance;
    constexpr float half = time_step / 2;
    const float direction = heading + turn_rate * half;
    const float xv = time_step * std::cos(direction), yv = time_step * std::sin(direction);
    const float dx = speed * xv, dy = speed * yv;

    // The covariance with the direction half-way, which both coordinates turn with.
    const float d0 = p02 + half * p04, d1 = p12 + half * p14, d2 = p22 + half * p24, d3 = p23 + half * p34,
                d4 = p24 + half * p44;
    const float dd = d2 + half * d4;
    // F P: rows 0, 1 and 2; those of speed and turn rate stay.
    const float xd = d0 - dy * dd + xv * d3;
    const float yd = d1 + dx * dd + yv * d3;
    const float x0 = p00 - dy * d0 + xv * p03, x1 = p01 - dy * d1 + xv * p13, x2 = p02 - dy * d2 + xv * p23,
                x3 = p03 - dy * d3 + xv * p33, x4 = p04 - dy * d4 + xv * p34;
    const float y1 = p11 + dx * d1 + yv * p13, y2 = p12 + dx * d2 + yv * p23, y3 = p13 + dx * d3 + yv * p33,
                y4 = p14 + dx * d4 + yv * p34;
    const float h3 = p23 + time_step * p34, h4 = p24 + time_step * p44;
    return {
        {x + dx, y + dy, heading + turn_rate * time_step, speed, turn_rate},
        {x0 - dy * xd + xv * x3 + motion_noise[0], x1 + dx * xd + yv * x3, x2 + time_step * x4, x3, x4,
         y1 + dx * yd + yv * y3 + motion_noise[1], y2 + time_step * y4, y3, y4,
         p22 + time_step * (p24 + h4) + motion_noise[2], h3, h4, p33 + motion_noise[3], p34, p44 + motion_noise[4]}};
}

inline estimate<float> update(const estimate<float>& before, const std::array<float, 2>& landmark,
                              const std::array<float, 2>& measured) {
    const auto& [x, y, heading, speed, turn_rate] = before.state;
    const auto& [p00, p01, p02, p03, p04, p11, p12, p13, p14, p22, p23, p24, p33, p34, p44] = before.covariance;
    const float dx = landmark[0] - x, dy = landmark[1] - y;
    const float range = std::sqrt(dx * dx + dy * dy);
    // Before there is much that would have to be saved around the calls.
    constexpr float turn = 6.2831853f, per_turn = 1 / turn;
    const float ahead = range - measured[0];
    const float angle = measured[1] - (std::atan2(dy, dx) - heading);
    const float aside = angle - turn * std::round(angle * per_turn);

    const float inverse = 1 / range;
    const float rx = dx * inverse, ry = dy * inverse;
    const float bx = ry * inverse, by = rx * inverse;

    // P Hᵀ, its first column with the opposite sign.
    const float r0 = rx * p00 + ry * p01, r1 = rx * p01 + ry * p11, r2 = rx * p02 + ry * p12, r3 = rx * p03 + ry * p13,
                r4 = rx * p04 + ry * p14;
    const float b0 = bx * p00 - by * p01 - p02, b1 = bx * p01 - by * p11 - p12, b2 = bx * p02 - by * p12 - p22,
                b3 = bx * p03 - by * p13 - p23, b4 = bx * p04 - by * p14 - p24;
    const float srr = rx * r0 + ry * r1 + sensor_noise[0];
    const float srb = rx * b0 + ry * b1;
    const float sbb = bx * b0 - by * b1 - b2 + sensor_noise[1];
    const float scale = 1 / (srr * sbb - srb * srb);
    const float irr = sbb * scale, irb = -srb * scale, ibb = srr * scale;
    const float kr0 = r0 * irr + b0 * irb, kr1 = r1 * irr + b1 * irb, kr2 = r2 * irr + b2 * irb,
                kr3 = r3 * irr + b3 * irb, kr4 = r4 * irr + b4 * irb;
    const float kb0 = b0 * ibb + r0 * irb, kb1 = b1 * ibb + r1 * irb, kb2 = b2 * ibb + r2 * irb,
                kb3 = b3 * ibb + r3 * irb, kb4 = b4 * ibb + r4 * irb;
    return {{x + kr0 * ahead + kb0 * aside, y + kr1 * ahead + kb1 * aside, heading + kr2 * ahead + kb2 * aside,
             speed + kr3 * ahead + kb3 * aside, turn_rate + kr4 * ahead + kb4 * aside},
            {p00 - kr0 * r0 - kb0 * b0, p01 - kr0 * r1 - kb0 * b1, p02 - kr0 * r2 - kb0 * b2, p03 - kr0 * r3 - kb0 * b3,
             p04 - kr0 * r4 - kb0 * b4, p11 - kr1 * r1 - kb1 * b1, p12 - kr1 * r2 - kb1 * b2, p13 - kr1 * r3 - kb1 * b3,
             p14 - kr1 * r4 - kb1 * b4, p22 - kr2 * r2 - kb2 * b2, p23 - kr2 * r3 - kb2 * b3, p24 - kr2 * r4 - kb2 * b4,
             p33 - kr3 * r3 - kb3 * b3, p34 - kr3 * r4 - kb3 * b4, p44 - kr4 * r4 - kb4 * b4}};
}

} // namespace by_hand

#endif
