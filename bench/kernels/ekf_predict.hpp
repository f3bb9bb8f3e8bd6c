// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BENCH_KERNELS_EKF_PREDICT_HPP
#define PULLBACK_BENCH_KERNELS_EKF_PREDICT_HPP

#include <pullback.hpp>

#include <array>
#include <cmath>

/// The step that predicts the state of a vehicle in an extended Kalman filter, with its Jacobian: speed and turn rate
/// stay the same. The turn rate is not 0. The state:
///   0-1 position, 2 heading, 3 speed, 4 turn rate
namespace kernels::ekf_predict {

using input = std::array<double, 5>;
using output = std::array<double, 5 + 25>; // new state; Jacobian by rows

inline constexpr input point{2.1, -1.3, 0.6, 8.5, 0.35};
inline constexpr double time_step = 0.125;

inline constexpr auto primal = [](const auto& in) {
    using T = typename std::remove_cvref_t<decltype(in)>::value_type;
    using std::sin, std::cos;
    const T heading = in[2] + in[4] * time_step;
    const T radius = in[3] / in[4];
    const T x = in[0] + radius * (sin(heading) - sin(in[2]));
    const T y = in[1] + radius * (cos(in[2]) - cos(heading));
    return std::array<T, 5>{x, y, heading, in[3], in[4]};
};

inline output by_hand(const input& in) {
    const double inverse = 1 / in[4];
    const double radius = in[3] * inverse;
    const double heading = in[2] + in[4] * time_step;
    const double s0 = std::sin(in[2]), c0 = std::cos(in[2]);
    const double s1 = std::sin(heading), c1 = std::cos(heading);
    const double x_by_speed = (s1 - s0) * inverse, y_by_speed = (c0 - c1) * inverse;
    const double dx = radius * (s1 - s0), dy = radius * (c0 - c1);
    const double arc = radius * time_step;
    return {in[0] + dx, in[1] + dy, heading, in[3],      in[4],
            1,          0,          -dy,     x_by_speed, arc * c1 - dx * inverse,
            0,          1,          dx,      y_by_speed, arc * s1 - dy * inverse,
            0,          0,          1,       0,          time_step,
            0,          0,          0,       1,          0,
            0,          0,          0,       0,          1};
}

inline auto by_pullback(const input& in) {
    constexpr auto f = pullback::value_and_jacobian(pullback::function(primal));
    return f(in);
}

} // namespace kernels::ekf_predict

#endif
