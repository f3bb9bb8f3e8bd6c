// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_TESTS_TWO_UNITS_FUNCTIONS_HPP
#define PULLBACK_TESTS_TWO_UNITS_FUNCTIONS_HPP

#include <pullback.hpp>

#include <array>

inline constexpr auto x = pullback::variable<"x">;
inline constexpr auto y = pullback::variable<"y">;
inline constexpr auto chain = square(exp(square(x)));
inline constexpr auto surface = select(x < y, x* sin(y), exp(x) / (2 + cos(y))) + tanh(x * y);

struct spring {
    template <class T>
    constexpr T operator()(const std::array<T, 2>& at, const T& stiffness) const {
        return stiffness * square(hypot(at[0], at[1]) - 1) / 2;
    }
};
inline constexpr auto energy = pullback::function(spring{});

inline auto scaled(double factor) { return factor * chain; }

struct row : pullback::elementary<row, 1> {
    static constexpr const char* name = "row";
    static constexpr auto value(const auto& a) { return a * a * a; }
    static constexpr auto pullback(const auto& a, const auto&, const auto& g) { return g * (3 * square(a)); }
};

constexpr int count = 12;
using numbers = std::array<double, count>;

inline numbers compute(double at) {
    const auto g = pullback::gradient(surface)(at, 0.75);
    const auto H = pullback::hessian(surface)(x = at, y = 0.75);
    const auto [by_place, by_stiffness] = pullback::gradient(energy)(std::array{at, 0.5}, 3.0);
    return {
        chain(at), pullback::gradient(chain)(at),    surface(at, 0.75), g[x],         g[y],
        H[x][y],   energy(std::array{at, 0.5}, 3.0), by_place[1],       by_stiffness, pullback::gradient(scaled(2))(at),
        row{}(at), pullback::gradient(row{}(x))(at)};
}

#endif
