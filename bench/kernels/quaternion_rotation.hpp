// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BENCH_KERNELS_QUATERNION_ROTATION_HPP
#define PULLBACK_BENCH_KERNELS_QUATERNION_ROTATION_HPP

#include <pullback.hpp>

#include <array>

/// A point turned by a quaternion of norm 1, p + 2 w (v × p) + 2 v × (v × p), with the Jacobian by all seven inputs as
/// if they were free. The inputs:
///   0-3 quaternion w, v; 4-6 point
namespace kernels::quaternion_rotation {

using input = std::array<double, 7>;
using output = std::array<double, 3 + 21>; // turned point; Jacobian by rows

inline constexpr input point{0.8, 0.2, -0.4, 0.4, 1.5, -0.7, 2.2};

inline constexpr auto primal = [](const auto& in) {
    using T = typename std::remove_cvref_t<decltype(in)>::value_type;
    using vector = std::array<T, 3>;
    const auto cross = [](const vector& a, const vector& b) {
        return vector{a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
    };
    const vector v{in[1], in[2], in[3]}, p{in[4], in[5], in[6]};
    const vector once = cross(v, p), twice = cross(v, once);
    vector turned{};
    for (std::size_t i = 0; i < 3; ++i) turned[i] = p[i] + 2 * (in[0] * once[i] + twice[i]);
    return turned;
};

inline output by_hand(const input& in) {
    const double w = in[0], x = in[1], y = in[2], z = in[3], p0 = in[4], p1 = in[5], p2 = in[6];
    const double w2 = 2 * w, x2 = 2 * x, y2 = 2 * y, z2 = 2 * z;
    // Twice v × p is the derivative by w.
    const double t0 = y2 * p2 - z2 * p1, t1 = z2 * p0 - x2 * p2, t2 = x2 * p1 - y2 * p0;
    // By v: 2 (v · p) I + 2 v pᵀ - 4 p vᵀ - 2 w [p]×, where u is t + 2 w p.
    const double u0 = t0 + w2 * p0, u1 = t1 + w2 * p1, u2 = t2 + w2 * p2;
    const double px = p0 * x2, py = p1 * y2, pz = p2 * z2;
    // By p, the matrix of the rotation.
    const double xx = x2 * x, yy = y2 * y, zz = z2 * z, xy = x2 * y, xz = x2 * z, yz = y2 * z;
    const double wx = w * x2, wy = w * y2, wz = w * z2;
    return {p0 + w * t0 + (y * t2 - z * t1),
            p1 + w * t1 + (z * t0 - x * t2),
            p2 + w * t2 + (x * t1 - y * t0),
            t0,
            py + pz,
            u2 - y2 * p0,
            -z2 * p0 - u1,
            1 - yy - zz,
            xy - wz,
            xz + wy,
            t1,
            -x2 * p1 - u2,
            px + pz,
            u0 - z2 * p1,
            xy + wz,
            1 - xx - zz,
            yz - wx,
            t2,
            u1 - x2 * p2,
            -y2 * p2 - u0,
            px + py,
            xz - wy,
            yz + wx,
            1 - xx - yy};
}

inline auto by_pullback(const input& in) {
    constexpr auto f = pullback::value_and_jacobian(pullback::function(primal));
    return f(in);
}

} // namespace kernels::quaternion_rotation

#endif
