// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BENCH_KERNELS_SHARING_HPP
#define PULLBACK_BENCH_KERNELS_SHARING_HPP

#include <pullback.hpp>

#include <array>
#include <cmath>

/// x <- x² + sin x, 12 times: value and derivative. Every step uses the one before twice.
namespace kernels::sharing {

using input = std::array<double, 1>;
using output = std::array<double, 2>;

inline constexpr input point{-0.5}; // from where it goes to 0 and not to infinity
inline constexpr int steps = 12;

inline constexpr auto primal = [](const auto& in) {
    using T = typename std::remove_cvref_t<decltype(in)>::value_type;
    using std::sin;
    T x = in[0];
    for (int i = 0; i < steps; ++i) x = x * x + sin(x);
    return x;
};

inline output by_hand(const input& in) {
    double x = in[0], slope = 1;
    for (int i = 0; i < steps; ++i) {
        const double s = std::sin(x), c = std::cos(x);
        slope *= 2 * x + c;
        x = x * x + s;
    }
    return {x, slope};
}

inline auto by_pullback(const input& in) {
    constexpr auto f = pullback::value_and_gradient(pullback::function(primal));
    return f(in);
}

} // namespace kernels::sharing

#endif
