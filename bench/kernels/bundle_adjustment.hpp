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

/// `functions.sqrt`, `cos` and `sin` are those of the numbers, which may be vectors of observations.
template <class T, class Functions>
inline std::array<T, 32> block_by_hand(const std::array<T, 15>& in, const Functions& functions) {
    const T r0 = in[0], r1 = in[1], r2 = in[2], t0 = in[3], t1 = in[4], t2 = in[5];
    const T focal = in[6], k1 = in[7], k2 = in[8], x0 = in[9], x1 = in[10], x2 = in[11];
    const T o0 = in[12], o1 = in[13], weight = in[14];

    const T angle = functions.sqrt(r0 * r0 + r1 * r1 + r2 * r2);
    const T inverse = 1 / angle;
    const T c = functions.cos(angle), s = functions.sin(angle);
    const T w0 = r0 * inverse, w1 = r1 * inverse, w2 = r2 * inverse;
    const T c0 = w1 * x2 - w2 * x1, c1 = w2 * x0 - w0 * x2, c2 = w0 * x1 - w1 * x0;
    const T wx = w0 * x0 + w1 * x1 + w2 * x2;
    const T versine = 1 - c, along = wx * versine;
    const T p0 = c * x0 + s * c0 + along * w0 + t0;
    const T p1 = c * x1 + s * c1 + along * w1 + t1;
    const T p2 = c * x2 + s * c2 + along * w2 + t2;

    const T depth = -1 / p2;
    const T u = p0 * depth, v = p1 * depth;
    const T radius = u * u + v * v;
    const T slope = k1 + k2 * radius;
    const T distortion = 1 + radius * slope;
    const T scale = focal * distortion;
    const T e0 = scale * u - o0, e1 = scale * v - o1;

    // By the projected point (u, v): weight · (scale I + 2 focal (slope + k2 radius) (u, v)(u, v)ᵀ).
    const T wf = weight * focal, ws = weight * scale;
    const T bend = 2 * wf * (slope + k2 * radius);
    const T bu = bend * u, bv = bend * v;
    const T g00 = ws + bu * u, g01 = bu * v, g11 = ws + bv * v;
    const T wfu = wf * u, wfv = wf * v, wfur = wfu * radius, wfvr = wfv * radius;

    const T s_over = s * inverse, versine_over = versine * inverse, along_over = along * inverse;

    // The rows of the derivative by the turned point, a; then what they are by the point and by the rotation.
    struct row {
        T a0, a1, a2, r0, r1, r2, x0, x1, x2;
    };
    const auto through_rotation = [&](const T& gu, const T& gv) {
        const T a0 = gu * depth, a1 = gv * depth, a2 = (gu * u + gv * v) * depth;
        const T aw = a0 * w0 + a1 * w1 + a2 * w2;
        const T n0 = w1 * a2 - w2 * a1, n1 = w2 * a0 - w0 * a2, n2 = w0 * a1 - w1 * a0; // w × a
        const T awv = aw * versine;
        const T ax = a0 * x0 + a1 * x1 + a2 * x2;
        const T acx = a0 * c0 + a1 * c1 + a2 * c2;
        // By the axis, over the angle; then the part across the axis, and the part along it. w · m is s a · (w × x) +
        // 2 along a · w.
        const T awi = aw * versine_over;
        const T m0 = s_over * (x1 * a2 - x2 * a1) + awi * x0 + along_over * a0;
        const T m1 = s_over * (x2 * a0 - x0 * a2) + awi * x1 + along_over * a1;
        const T m2 = s_over * (x0 * a1 - x1 * a0) + awi * x2 + along_over * a2;
        const T mw = c * acx + s * (aw * wx - ax) - (s_over * acx + 2 * aw * along_over);
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
            T{},
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
            T{},
            -weight,
            e1};
}

struct functions_of_numbers {
    static double sqrt(double x) { return std::sqrt(x); }
    static double sin(double x) { return std::sin(x); }
    static double cos(double x) { return std::cos(x); }
};
inline output by_hand(const input& in) { return block_by_hand(in, functions_of_numbers()); }

inline auto by_pullback(const input& in) {
    constexpr auto f = pullback::value_and_jacobian(pullback::function(primal));
    return f(in);
}

} // namespace kernels::bundle_adjustment

#endif
