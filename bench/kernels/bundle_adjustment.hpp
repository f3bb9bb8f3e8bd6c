// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BENCH_KERNELS_BUNDLE_ADJUSTMENT_HPP
#define PULLBACK_BENCH_KERNELS_BUNDLE_ADJUSTMENT_HPP

#include "../functions/bundle_adjustment.hpp"

#include <pullback.hpp>

#include <array>
#include <cmath>

/// Residual of one observation in bundle adjustment, with its Jacobian by all 15 inputs.
namespace kernels::bundle_adjustment {

using input = std::array<double, 15>;
using output = std::array<double, 2 + 30>; // residual; Jacobian by rows

inline constexpr input point{0.3, -0.2, 0.5, 0.1, -0.4, -5, 500, -0.02, 0.003, 0.8, -0.6, 0.7, 20, -30, 0.9};

inline constexpr auto primal = functions::reprojection_error;

inline output by_hand(const input& in) {
    const double r0 = in[0], r1 = in[1], r2 = in[2], t0 = in[3], t1 = in[4], t2 = in[5];
    const double focal = in[6], k1 = in[7], k2 = in[8], x0 = in[9], x1 = in[10], x2 = in[11];
    const double o0 = in[12], o1 = in[13], weight = in[14];

    const double angle = std::sqrt(r0 * r0 + r1 * r1 + r2 * r2);
    const double inverse = 1 / angle;
    const double c = std::cos(angle), s = std::sin(angle);
    const double w0 = r0 * inverse, w1 = r1 * inverse, w2 = r2 * inverse;
    const double c0 = w1 * x2 - w2 * x1, c1 = w2 * x0 - w0 * x2, c2 = w0 * x1 - w1 * x0;
    const double wx = w0 * x0 + w1 * x1 + w2 * x2;
    const double versine = 1 - c, along = wx * versine;
    const double p0 = c * x0 + s * c0 + along * w0 + t0;
    const double p1 = c * x1 + s * c1 + along * w1 + t1;
    const double p2 = c * x2 + s * c2 + along * w2 + t2;

    const double depth = -1 / p2;
    const double u = p0 * depth, v = p1 * depth;
    const double radius = u * u + v * v;
    const double slope = k1 + k2 * radius;
    const double distortion = 1 + radius * slope;
    const double scale = focal * distortion;
    const double e0 = scale * u - o0, e1 = scale * v - o1;

    // By the projected point (u, v): weight · (scale I + 2 focal (slope + k2 radius) (u, v)(u, v)ᵀ).
    const double wf = weight * focal, ws = weight * scale;
    const double bend = 2 * wf * (slope + k2 * radius);
    const double bu = bend * u, bv = bend * v;
    const double g00 = ws + bu * u, g01 = bu * v, g11 = ws + bv * v;
    const double wfu = wf * u, wfv = wf * v, wfur = wfu * radius, wfvr = wfv * radius;

    const double s_over = s * inverse, versine_over = versine * inverse, along_over = along * inverse;

    // The rows of the derivative by the turned point, a; then what they are by the point and by the rotation.
    struct row {
        double a0, a1, a2, r0, r1, r2, x0, x1, x2;
    };
    const auto through_rotation = [&](double gu, double gv) {
        const double a0 = gu * depth, a1 = gv * depth, a2 = (gu * u + gv * v) * depth;
        const double aw = a0 * w0 + a1 * w1 + a2 * w2;
        const double n0 = w1 * a2 - w2 * a1, n1 = w2 * a0 - w0 * a2, n2 = w0 * a1 - w1 * a0; // w × a
        const double awv = aw * versine;
        const double ax = a0 * x0 + a1 * x1 + a2 * x2;
        const double acx = a0 * c0 + a1 * c1 + a2 * c2;
        // By the axis, over the angle; then the part across the axis, and the part along it. w · m is s a · (w × x) +
        // 2 along a · w.
        const double awi = aw * versine_over;
        const double m0 = s_over * (x1 * a2 - x2 * a1) + awi * x0 + along_over * a0;
        const double m1 = s_over * (x2 * a0 - x0 * a2) + awi * x1 + along_over * a1;
        const double m2 = s_over * (x0 * a1 - x1 * a0) + awi * x2 + along_over * a2;
        const double mw = c * acx + s * (aw * wx - ax) - (s_over * acx + 2 * aw * along_over);
        return row{a0,
                   a1,
                   a2,
                   m0 + mw * w0,
                   m1 + mw * w1,
                   m2 + mw * w2,
                   c * a0 - s * n0 + awv * w0,
                   c * a1 - s * n1 + awv * w1,
                   c * a2 - s * n2 + awv * w2};
    };
    const row a = through_rotation(g00, g01), b = through_rotation(g01, g11);
    return {weight * e0,
            weight * e1,
            a.r0,
            a.r1,
            a.r2,
            a.a0,
            a.a1,
            a.a2,
            weight * distortion * u,
            wfur,
            wfur * radius,
            a.x0,
            a.x1,
            a.x2,
            -weight,
            0,
            e0,
            b.r0,
            b.r1,
            b.r2,
            b.a0,
            b.a1,
            b.a2,
            weight * distortion * v,
            wfvr,
            wfvr * radius,
            b.x0,
            b.x1,
            b.x2,
            0,
            -weight,
            e1};
}

inline auto by_pullback(const input& in) {
    constexpr auto f = pullback::value_and_jacobian(pullback::function(primal));
    return f(in);
}

} // namespace kernels::bundle_adjustment

#endif
