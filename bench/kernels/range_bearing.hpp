// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BENCH_KERNELS_RANGE_BEARING_HPP
#define PULLBACK_BENCH_KERNELS_RANGE_BEARING_HPP

#include <pullback.hpp>

#include <array>
#include <cmath>

/// Distance and direction in which a robot sees a landmark, with the Jacobian. The inputs:
///   0-1 position of the robot, 2 its heading, 3-4 position of the landmark
namespace kernels::range_bearing {

using input = std::array<double, 5>;
using output = std::array<double, 2 + 10>; // range, bearing; Jacobian by rows

inline constexpr input point{1.5, -0.7, 0.4, 4.2, 2.9};

inline constexpr auto primal = [](const auto& in) {
    using T = typename std::remove_cvref_t<decltype(in)>::value_type;
    using std::sqrt, std::atan2;
    const T dx = in[3] - in[0], dy = in[4] - in[1];
    return std::array<T, 2>{sqrt(dx * dx + dy * dy), atan2(dy, dx) - in[2]};
};

inline output by_hand(const input& in) {
    const double dx = in[3] - in[0], dy = in[4] - in[1];
    const double range = std::sqrt(dx * dx + dy * dy);
    const double bearing = std::atan2(dy, dx) - in[2];
    const double inverse = 1 / range;
    const double rx = dx * inverse, ry = dy * inverse;
    const double bx = ry * inverse, by = rx * inverse;
    return {range, bearing, -rx, -ry, 0, rx, ry, bx, -by, -1, -bx, by};
}

inline auto by_pullback(const input& in) {
    constexpr auto f = pullback::value_and_jacobian(pullback::function(primal));
    return f(in);
}

} // namespace kernels::range_bearing

#endif
