// SPDX-License-Identifier: BSL-1.0
// The price of a European call by Black and Scholes, and its Greeks: all first and second derivatives.
#include <pullback.hpp>

#include <cstdio>

using namespace pullback::literals;

constexpr auto S = pullback::variable<"S">;         // price of the underlying
constexpr auto K = pullback::variable<"K">;         // strike
constexpr auto sigma = pullback::variable<"sigma">; // volatility
constexpr auto r = pullback::variable<"r">;         // interest rate
constexpr auto T = pullback::variable<"T">;         // time to expiry, in years

constexpr auto x = pullback::variable<"x">;
constexpr auto normal = erfc(-x / sqrt(2_c)) / 2_c; // the normal distribution

constexpr auto deviation = sigma * sqrt(T);
constexpr auto d1 = log(S / K) / deviation + r * T / deviation + deviation / 2_c;
constexpr auto price = S * normal(d1) - K * exp(-r * T) * normal(d1 - deviation);

int main() {
    constexpr auto value_and_greeks = pullback::value_and_gradient(price);
    const auto [value, greeks] = value_and_greeks(S = 100., K = 105., sigma = 0.2, r = 0.03, T = 0.5);
    std::printf("price %.4f\n", value);
    std::printf("delta %.4f, vega %.4f, rho %.4f, theta %.4f\n", greeks[S], greeks[sigma], greeks[r], -greeks[T]);

    const auto H = pullback::hessian(price)(S = 100., K = 105., sigma = 0.2, r = 0.03, T = 0.5);
    std::printf("gamma %.5f, vanna %.4f, volga %.4f\n", H[S][S], H[S][sigma], H[sigma][sigma]);
    std::printf("charm %.5f, veta %.4f\n", -H[S][T], -H[sigma][T]);

    // One alone, of third order, is not the whole tensor.
    constexpr auto speed = pullback::derivative(price, pullback::wrt(S, S, S));
    std::printf("speed %.6f\n", speed(S = 100., K = 105., sigma = 0.2, r = 0.03, T = 0.5));

    // The volatility behind a price, by Newton's method.
    double implied = 0.5;
    for (int i = 0; i < 6; ++i) {
        const auto [now, by] = value_and_greeks(S = 100., K = 105., sigma = implied, r = 0.03, T = 0.5);
        implied -= (now - 5) / by[sigma];
    }
    std::printf("a price of 5 means a volatility of %.4f\n", implied);
}
