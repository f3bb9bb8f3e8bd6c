// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BENCH_KERNELS_BLACK_SCHOLES_HESSIAN_HPP
#define PULLBACK_BENCH_KERNELS_BLACK_SCHOLES_HESSIAN_HPP

#include <pullback.hpp>

#include <array>
#include <cmath>
#include <numbers>

/// Price of a European call by Black and Scholes with its gradient and Hessian. Spot, strike, rate, volatility, time.
/// The hand-written code has the closed forms of the Greeks, which use the identity S φ(d1) = K e^(-rT) φ(d2).
namespace kernels::black_scholes_hessian {

using input = std::array<double, 5>;
using output = std::array<double, 1 + 5 + 25>; // price, gradient, Hessian

inline constexpr input point{105, 100, 0.03, 0.2, 0.75};

inline constexpr auto primal = [](const auto& in) {
    using T = typename std::remove_cvref_t<decltype(in)>::value_type;
    using std::sqrt, std::log, std::exp, std::erfc;
    const T spot = in[0], strike = in[1], rate = in[2], volatility = in[3], time = in[4];
    const auto normal = [](const T& d) {
        const T y = erfc(d * (-1 / std::numbers::sqrt2)) / 2;
        return y;
    };
    const T spread = volatility * sqrt(time);
    const T d1 = (log(spot / strike) + (rate + volatility * volatility / 2) * time) / spread;
    const T d2 = d1 - spread;
    const T price = spot * normal(d1) - strike * exp(-rate * time) * normal(d2);
    return price;
};

inline output by_hand(const input& in) {
    const auto [spot, strike, rate, volatility, time] = in;
    constexpr double half_root = 1 / std::numbers::sqrt2;
    constexpr double density = half_root * std::numbers::inv_sqrtpi;

    const double root_T = std::sqrt(time);
    const double spread = volatility * root_T;
    const double q = 1 / spread;
    const double inverse_spot = 1 / spot;
    const double inverse_strike = 1 / strike;
    const double inverse_volatility = q * root_T;
    const double half_inverse_root = 0.5 * q * volatility;
    const double half_inverse_T = 2 * half_inverse_root * half_inverse_root;
    const double drift = (rate + 0.5 * volatility * volatility) * q;
    const double d1 = std::log(spot * inverse_strike) * q + drift * time;
    const double d2 = d1 - spread;
    const double N1 = 0.5 * std::erfc(-half_root * d1);
    const double N2 = 0.5 * std::erfc(-half_root * d2);
    const double C = std::exp(-rate * time) * N2; // minus the derivative by the strike
    const double phi = density * std::exp(-0.5 * d1 * d1);
    const double n = spot * phi;
    const double nu = n * inverse_strike; // e^(-rT) φ(d2)
    const double d1_T = drift - half_inverse_T * d1;
    const double d2_T = d1_T - half_inverse_root * volatility;

    const double phi_q = phi * q;
    const double f_SS = phi_q * inverse_spot;
    const double f_SK = -phi_q * inverse_strike;
    const double f_Sr = phi_q * time;
    const double phi_v = phi * inverse_volatility;
    const double f_Sv = -phi_v * d2;
    const double f_ST = phi * d1_T;
    const double nu_q = nu * q;
    const double f_KK = nu_q * inverse_strike;
    const double f_Kr = time * (C - nu_q);
    const double f_Kv = nu * inverse_volatility * d1;
    const double f_KT = rate * C - nu * d2_T;

    const double TK = time * strike;
    const double rK = rate * strike;
    const double vega = n * root_T;
    const double slow = n * half_inverse_root; // vega / 2T
    const double bent = d1 * d1_T;
    const double f_rr = -TK * f_Kr;
    const double f_rv = -TK * f_Kv;
    const double f_rT = strike * C - TK * f_KT;
    const double f_vv = vega * inverse_volatility * d1 * d2;
    const double f_vT = slow - vega * bent;
    const double f_TT = -volatility * slow * (bent + half_inverse_T) - rK * f_KT;
    return {spot * N1 - strike * C,
            N1,
            -C,
            TK * C,
            vega,
            volatility * slow + rK * C,
            f_SS,
            f_SK,
            f_Sr,
            f_Sv,
            f_ST,
            f_SK,
            f_KK,
            f_Kr,
            f_Kv,
            f_KT,
            f_Sr,
            f_Kr,
            f_rr,
            f_rv,
            f_rT,
            f_Sv,
            f_Kv,
            f_rv,
            f_vv,
            f_vT,
            f_ST,
            f_KT,
            f_rT,
            f_vT,
            f_TT};
}

inline constexpr auto up_to_hessian = [](const auto& in) {
    using T = typename std::remove_cvref_t<decltype(in)>::value_type;
    constexpr auto f = pullback::function(primal);
    const auto [value, gradient] = pullback::value_and_gradient(f)(in);
    const auto hessian = pullback::hessian(f)(in);
    std::array<T, 1 + 5 + 25> all{value};
    for (std::size_t i = 0; i < 5; ++i) {
        all[1 + i] = gradient[i];
        for (std::size_t j = 0; j < 5; ++j) all[6 + 5 * i + j] = hessian[i][j];
    }
    return all;
};

inline auto by_pullback(const input& in) { return pullback::function(up_to_hessian)(in); }

} // namespace kernels::black_scholes_hessian

#endif
