// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BENCH_FUNCTIONS_RUNGE_KUTTA_HPP
#define PULLBACK_BENCH_FUNCTIONS_RUNGE_KUTTA_HPP

#include <pullback.hpp>

#include <array>
#include <type_traits>

// Hares and foxes (Lotka and Volterra) by n steps of the method of Runge and Kutta of fourth order: two numbers of
// state and four rates.

namespace functions {

using rates = std::array<double, 4>;
template <class S>
using hares_and_foxes = std::array<S, 2>;
inline constexpr double time_in_all = 10;

inline constexpr auto runge_kutta_step = []<class S>(const hares_and_foxes<S>& s, const auto& r, const auto& h) {
    using state = hares_and_foxes<S>;
    const auto slope = [&](const state& at) {
        return state{at[0] * (r[0] - r[1] * at[1]), at[1] * (r[2] * at[0] - r[3])};
    };
    const auto moved = [&](const auto& by, const state& k) { return state{s[0] + by * k[0], s[1] + by * k[1]}; };
    const state k1 = slope(s), k2 = slope(moved(h / 2, k1)), k3 = slope(moved(h / 2, k2)), k4 = slope(moved(h, k3));
    return state{s[0] + h / 6 * (k1[0] + 2 * (k2[0] + k3[0]) + k4[0]),
                 s[1] + h / 6 * (k1[1] + 2 * (k2[1] + k3[1]) + k4[1])};
};

/// The number of hares at the end.
inline constexpr auto hares = pullback::function([](const auto& r, const auto& steps) {
    using S = std::remove_cvref_t<decltype(r[0] * 1.0)>;
    const auto h = time_in_all / steps.size();
    return pullback::repeat(steps, hares_and_foxes<S>{S(1.0), S(0.5)},
                            [&](const hares_and_foxes<S>& s) { return runge_kutta_step(s, r, h); })[0];
});

} // namespace functions

#endif
