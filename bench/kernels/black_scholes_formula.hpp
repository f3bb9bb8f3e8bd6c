// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BENCH_KERNELS_BLACK_SCHOLES_FORMULA_HPP
#define PULLBACK_BENCH_KERNELS_BLACK_SCHOLES_FORMULA_HPP

#include <pullback.hpp>

#include <array>

/// Price of a European call by Black and Scholes, without its derivatives, so that the compile time of each can be
/// measured alone. Spot, strike, rate, volatility, time.
namespace kernels::black_scholes {

using input = std::array<double, 5>;

inline constexpr auto S = pullback::variable<"S">;
inline constexpr auto K = pullback::variable<"K">;
inline constexpr auto r = pullback::variable<"r">;
inline constexpr auto sigma = pullback::variable<"sigma">;
inline constexpr auto T = pullback::variable<"T">;

/// By any formula for the normal distribution.
inline constexpr auto price = [](const auto& normal) {
    using pullback::operator""_c; // known at compile time, so that equal terms are one
    const auto spread = sigma * sqrt(T);
    const auto d1 = (log(S / K) + (r + square(sigma) / 2_c) * T) / spread;
    return S * normal(d1) - K * exp(-r * T) * normal(d1 - spread);
};

inline constexpr auto call = price([](const auto& d) {
    using pullback::operator""_c;
    return erfc(-d / sqrt(2_c)) / 2_c;
});

} // namespace kernels::black_scholes

#endif
