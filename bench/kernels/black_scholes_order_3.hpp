// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BENCH_KERNELS_BLACK_SCHOLES_ORDER_3_HPP
#define PULLBACK_BENCH_KERNELS_BLACK_SCHOLES_ORDER_3_HPP

#include "black_scholes_hessian.hpp"

/// Price of a European call by Black and Scholes with all partial derivatives up to order 3. Spot, strike, rate,
/// volatility, time. The hand-written code has the closed forms of the Greeks, which use S φ(d1) = K e^(-rT) φ(d2).
namespace kernels::black_scholes_order_3 {

using input = std::array<double, 5>;
using output = std::array<double, 1 + 5 + 25 + 125>; // price, gradient, Hessian, third derivatives

inline constexpr input point = black_scholes_hessian::point;

inline constexpr auto primal = black_scholes_hessian::primal;

// The price is S N(d1) - K C with C = e^(-rT) N(d2). Its derivatives are N(d1) by the spot, -C by the strike, T K C by
// the rate, √T n by the volatility, with n = S φ(d1), and σ n / 2√T + r K C by the time. All others come from these.
inline output by_hand(const input& in) {
    const double spot = in[0], strike = in[1], r = in[2], sigma = in[3], T = in[4];
    constexpr double half_root = 1 / std::numbers::sqrt2;
    constexpr double density = half_root * std::numbers::inv_sqrtpi;

    const double root_T = std::sqrt(T);
    const double spread = sigma * root_T;
    const double q = 1 / spread;
    const double inverse_spot = 1 / spot;
    const double inverse_strike = 1 / strike;
    const double inverse_volatility = q * root_T;
    const double inverse_root = q * sigma;
    const double u = 0.5 * inverse_root * inverse_root; // 1 / 2T
    const double v = 0.5 * inverse_root;                // 1 / 2√T
    const double drift = (r + 0.5 * sigma * sigma) * q;
    const double d1 = std::log(spot * inverse_strike) * q + drift * T;
    const double d2 = d1 - spread;
    const double N1 = 0.5 * std::erfc(-half_root * d1);
    const double N2 = 0.5 * std::erfc(-half_root * d2);
    const double C = std::exp(-r * T) * N2;
    const double phi = density * std::exp(-0.5 * d1 * d1);
    const double n = spot * phi;
    const double nu = n * inverse_strike; // e^(-rT) φ(d2)

    // The derivatives of d1 and of d2. Where the name is d, they are the same.
    const double d_S = q * inverse_spot, d_K = -q * inverse_strike, d_r = T * q;
    const double d1_s = -d2 * inverse_volatility, d2_s = -d1 * inverse_volatility;
    const double d1_T = drift - u * d1, d2_T = d1_T - v * sigma;
    const double d_SS = -d_S * inverse_spot, d_Ss = -d_S * inverse_volatility, d_ST = -d_S * u;
    const double d_KK = -d_K * inverse_strike, d_Ks = -d_K * inverse_volatility, d_KT = -d_K * u;
    const double d_rs = -root_T * inverse_volatility * inverse_volatility, d_rT = 0.5 * q;
    const double d_ss = (d1 + d2) * inverse_volatility * inverse_volatility;
    const double d1_sT = -d2_T * inverse_volatility, d2_sT = -d1_T * inverse_volatility;
    const double d1_TT = u * (u * d1 - 2 * d1_T), d2_TT = d1_TT + v * sigma * u;

    const double f_SS = phi * d_S, f_SK = phi * d_K, f_Sr = phi * d_r, f_Ss = phi * d1_s, f_ST = phi * d1_T;
    const double by_S = d1 * f_SS, by_K = d1 * f_SK, by_r = d1 * f_Sr, by_s = d1 * f_Ss, by_T = d1 * f_ST;
    const double f_SSS = phi * d_SS - by_S * d_S, f_SSK = -by_S * d_K, f_SSr = -by_S * d_r;
    const double f_SSs = phi * d_Ss - by_S * d1_s, f_SST = phi * d_ST - by_S * d1_T;
    const double f_SKK = phi * d_KK - by_K * d_K, f_SKr = -by_K * d_r;
    const double f_SKs = phi * d_Ks - by_K * d1_s, f_SKT = phi * d_KT - by_K * d1_T;
    const double f_Srr = -by_r * d_r, f_Srs = phi * d_rs - by_r * d1_s, f_SrT = phi * d_rT - by_r * d1_T;
    const double f_Sss = phi * d_ss - by_s * d1_s, f_SsT = phi * d1_sT - by_s * d1_T;
    const double f_STT = phi * d1_TT - by_T * d1_T;

    const double nu_K = nu * d_K, nu_r = nu * d_r, nu_s = nu * d2_s, nu_T = nu * d2_T;
    const double TC = T * C, rC = r * C;
    const double C_r = nu_r - TC, C_T = nu_T - rC;
    const double f_KK = -nu_K, f_Kr = -C_r, f_Ks = -nu_s, f_KT = -C_T;
    const double to_K = d2 * d_K, to_r = d2 * d_r + T, to_s = d2 * d2_s, to_T = d2 * d2_T + r;
    const double f_KKK = to_K * nu_K - nu * d_KK, f_KKr = to_r * nu_K, f_KKs = to_s * nu_K - nu * d_Ks;
    const double f_KKT = to_T * nu_K - nu * d_KT;
    const double f_Krr = to_r * nu_r + T * C_r, f_Krs = to_r * nu_s - nu * d_rs;
    const double f_KrT = to_r * nu_T - nu * d_rT + r * C_r + C;
    const double f_Kss = to_s * nu_s - nu * d_ss, f_KsT = to_T * nu_s - nu * d2_sT;
    const double f_KTT = to_T * nu_T - nu * d2_TT + r * C_T;

    const double TK = T * strike;
    const double f_rr = TK * C_r, f_rs = TK * nu_s, f_rT = strike * (C + T * C_T);
    const double f_rrr = -TK * f_Krr, f_rrs = -TK * f_Krs, f_rrT = strike * (C_r - T * f_KrT);
    const double f_rss = -TK * f_Kss, f_rsT = strike * (nu_s - T * f_KsT), f_rTT = strike * (2 * C_T - T * f_KTT);

    const double vega = root_T * n, v_n = v * n;
    const double n_s = -d1 * d1_s, n_T = -d1 * d1_T, more = d1 * d1 - 1; // the first two divided by n
    const double n_ss = more * d1_s * d1_s - d1 * d_ss, n_sT = more * d1_s * d1_T - d1 * d1_sT;
    const double n_TT = more * d1_T * d1_T - d1 * d1_TT;
    const double f_ss = vega * n_s, f_sT = vega * n_T + v_n;
    const double f_TT = sigma * v_n * (n_T - u) + r * strike * C_T;
    const double f_sss = vega * n_ss, f_ssT = vega * n_sT + v_n * n_s, f_sTT = vega * n_TT + v_n * (2 * n_T - u);
    const double f_TTT = sigma * v_n * (n_TT - 2 * u * n_T + 3 * u * u) - r * strike * f_KTT;

    return {spot * N1 - strike * C,
            N1,
            -C,
            TK * C,
            vega,
            sigma * v_n + strike * rC,
            f_SS,
            f_SK,
            f_Sr,
            f_Ss,
            f_ST,
            f_SK,
            f_KK,
            f_Kr,
            f_Ks,
            f_KT,
            f_Sr,
            f_Kr,
            f_rr,
            f_rs,
            f_rT,
            f_Ss,
            f_Ks,
            f_rs,
            f_ss,
            f_sT,
            f_ST,
            f_KT,
            f_rT,
            f_sT,
            f_TT,
            f_SSS,
            f_SSK,
            f_SSr,
            f_SSs,
            f_SST,
            f_SSK,
            f_SKK,
            f_SKr,
            f_SKs,
            f_SKT,
            f_SSr,
            f_SKr,
            f_Srr,
            f_Srs,
            f_SrT,
            f_SSs,
            f_SKs,
            f_Srs,
            f_Sss,
            f_SsT,
            f_SST,
            f_SKT,
            f_SrT,
            f_SsT,
            f_STT,
            f_SSK,
            f_SKK,
            f_SKr,
            f_SKs,
            f_SKT,
            f_SKK,
            f_KKK,
            f_KKr,
            f_KKs,
            f_KKT,
            f_SKr,
            f_KKr,
            f_Krr,
            f_Krs,
            f_KrT,
            f_SKs,
            f_KKs,
            f_Krs,
            f_Kss,
            f_KsT,
            f_SKT,
            f_KKT,
            f_KrT,
            f_KsT,
            f_KTT,
            f_SSr,
            f_SKr,
            f_Srr,
            f_Srs,
            f_SrT,
            f_SKr,
            f_KKr,
            f_Krr,
            f_Krs,
            f_KrT,
            f_Srr,
            f_Krr,
            f_rrr,
            f_rrs,
            f_rrT,
            f_Srs,
            f_Krs,
            f_rrs,
            f_rss,
            f_rsT,
            f_SrT,
            f_KrT,
            f_rrT,
            f_rsT,
            f_rTT,
            f_SSs,
            f_SKs,
            f_Srs,
            f_Sss,
            f_SsT,
            f_SKs,
            f_KKs,
            f_Krs,
            f_Kss,
            f_KsT,
            f_Srs,
            f_Krs,
            f_rrs,
            f_rss,
            f_rsT,
            f_Sss,
            f_Kss,
            f_rss,
            f_sss,
            f_ssT,
            f_SsT,
            f_KsT,
            f_rsT,
            f_ssT,
            f_sTT,
            f_SST,
            f_SKT,
            f_SrT,
            f_SsT,
            f_STT,
            f_SKT,
            f_KKT,
            f_KrT,
            f_KsT,
            f_KTT,
            f_SrT,
            f_KrT,
            f_rrT,
            f_rsT,
            f_rTT,
            f_SsT,
            f_KsT,
            f_rsT,
            f_ssT,
            f_sTT,
            f_STT,
            f_KTT,
            f_rTT,
            f_sTT,
            f_TTT};
}

inline constexpr auto up_to_order_3 = [](const auto& in) {
    using T = typename std::remove_cvref_t<decltype(in)>::value_type;
    constexpr auto f = pullback::function(primal);
    const auto [value, gradient] = pullback::value_and_gradient(f)(in);
    const auto hessian = pullback::hessian(f)(in);
    const auto third = pullback::jacobian(pullback::hessian(f))(in);
    std::array<T, 1 + 5 + 25 + 125> all{value};
    for (std::size_t i = 0; i < 5; ++i) {
        all[1 + i] = gradient[i];
        for (std::size_t j = 0; j < 5; ++j) {
            all[6 + 5 * i + j] = hessian[i][j];
            for (std::size_t k = 0; k < 5; ++k) all[31 + 25 * i + 5 * j + k] = third[i][j][k];
        }
    }
    return all;
};

inline auto by_pullback(const input& in) { return pullback::function(up_to_order_3)(in); }

} // namespace kernels::black_scholes_order_3

#endif
