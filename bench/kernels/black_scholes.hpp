// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BENCH_KERNELS_BLACK_SCHOLES_HPP
#define PULLBACK_BENCH_KERNELS_BLACK_SCHOLES_HPP

#include "black_scholes_formula.hpp"
#include "black_scholes_hessian.hpp"

#include <pullback.hpp>

#include <array>
#include <cmath>
#include <numbers>

/// Price of a European call by Black and Scholes and its 5 first derivatives. Spot, strike, rate, volatility, time.
/// The hand-written code has the closed forms of the Greeks, which use S φ(d1) = K e^(-rT) φ(d2).
namespace kernels::black_scholes {

using output = std::array<double, 6>; // price; by spot, strike, rate, volatility, time

inline constexpr input point{105, 100, 0.03, 0.2, 0.75};

/// The formula as generic code.
inline constexpr auto primal = black_scholes_hessian::primal;

inline output by_hand(const input& in) {
    const auto [spot, strike, rate, volatility, time] = in;
    constexpr double half_root = 1 / std::numbers::sqrt2;
    constexpr double density = half_root * std::numbers::inv_sqrtpi;
    const double root_T = std::sqrt(time);
    const double spread = volatility * root_T;
    const double drift = rate + 0.5 * volatility * volatility;
    const double d1 = (std::log(spot / strike) + drift * time) / spread;
    const double N1 = 0.5 * std::erfc(-half_root * d1);
    const double discount = std::exp(-rate * time);
    const double discounted = strike * discount;
    const double d2 = d1 - spread;
    const double N2 = 0.5 * std::erfc(-half_root * d2);
    const double n = discounted * density * std::exp(-0.5 * d2 * d2);
    const double bond = discounted * N2;
    const double by_time = 0.5 * volatility * n / root_T + rate * bond;
    return {spot * N1 - bond, N1, -discount * N2, time * bond, n * root_T, by_time};
}

// With a factor for the quotient, as by hand: a quotient of the user's stays one.
inline constexpr auto call_by_factor = price([](const auto& d) {
    using pullback::operator""_c;
    return erfc(-d * sqrt(0.5_c)) / 2_c;
});

inline auto by_pullback(const input& in) {
    constexpr auto f = pullback::value_and_gradient(call_by_factor, pullback::wrt(S, K, r, sigma, T));
    return f(S = in[0], K = in[1], r = in[2], sigma = in[3], T = in[4]);
}

} // namespace kernels::black_scholes

#endif
