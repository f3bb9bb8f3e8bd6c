// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BENCH_KERNELS_GOLDSTEIN_PRICE_HPP
#define PULLBACK_BENCH_KERNELS_GOLDSTEIN_PRICE_HPP

#include <pullback.hpp>

#include <array>

/// The function of Goldstein and Price: value, gradient and Hessian. Its factors are written as functions of s = x + y
/// and t = 2x - 3y, as the hand-written code has them; the polynomials in x and y that textbooks give take twice as
/// many operations for the value alone.
namespace kernels::goldstein_price {

using input = std::array<double, 2>;
using output = std::array<double, 1 + 2 + 4>; // value, gradient, Hessian

inline constexpr input point{0.7, -0.4};

inline constexpr auto primal = [](const auto& in) {
    using T = typename std::remove_cvref_t<decltype(in)>::value_type;
    const T s = in[0] + in[1], t = 2 * in[0] - 3 * in[1], a = s + 1;
    const T p = 19 + s * (3 * s - 14), q = 18 + t * (3 * t - 16);
    const T f = (1 + a * a * p) * (30 + t * t * q);
    return f;
};

inline output by_hand(const input& in) {
    const double x = in[0], y = in[1];
    const double s = x + y, t = 2 * x - 3 * y;
    const double a = s + 1;
    const double p = 19 + s * (3 * s - 14);
    const double dp = 6 * s - 14;
    const double q = 18 + t * (3 * t - 16);
    const double dq = 6 * t - 16;

    const double ap = a * p, tq = t * q, adp = a * dp, tdq = t * dq;
    const double A = 1 + a * ap, A1 = a * (2 * p + adp), A2 = 2 * p + 4 * adp + 6 * a * a;
    const double B = 30 + t * tq, B1 = t * (2 * q + tdq), B2 = 2 * q + 4 * tdq + 6 * t * t;

    const double by_s = A1 * B, by_t = A * B1;
    const double by_ss = A2 * B, by_st = A1 * B1, by_tt = A * B2;
    const double f_xy = by_ss - by_st - 6 * by_tt;
    const double f_xx = by_ss + 4 * (by_st + by_tt), f_yy = by_ss + (9 * by_tt - 6 * by_st);
    return {A * B, by_s + 2 * by_t, by_s - 3 * by_t, f_xx, f_xy, f_xy, f_yy};
}

inline constexpr auto up_to_hessian = [](const auto& in) {
    constexpr auto f = pullback::function(primal);
    const auto [value, gradient] = pullback::value_and_gradient(f)(in);
    const auto hessian = pullback::hessian(f)(in);
    return std::array{value, gradient[0], gradient[1], hessian[0][0], hessian[0][1], hessian[1][0], hessian[1][1]};
};

inline auto by_pullback(const input& in) { return pullback::function(up_to_hessian)(in); }

} // namespace kernels::goldstein_price

#endif
