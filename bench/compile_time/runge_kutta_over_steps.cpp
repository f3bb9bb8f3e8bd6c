// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>

#include <array>
#include <type_traits>

// Value and gradient of two numbers of state after n steps of the method of Runge and Kutta, by four rates, as in
// ../loops/runge_kutta.cpp.

namespace {

using rates = std::array<double, 4>;
template <class S>
using state = std::array<S, 2>;

constexpr auto one_step = []<class S>(const state<S>& s, const auto& r, const auto& h) {
    const auto slope = [&](const state<S>& at) {
        return state<S>{at[0] * (r[0] - r[1] * at[1]), at[1] * (r[2] * at[0] - r[3])};
    };
    const auto moved = [&](const auto& by, const state<S>& k) { return state<S>{s[0] + by * k[0], s[1] + by * k[1]}; };
    const state<S> k1 = slope(s), k2 = slope(moved(h / 2, k1)), k3 = slope(moved(h / 2, k2)), k4 = slope(moved(h, k3));
    return state<S>{s[0] + h / 6 * (k1[0] + 2 * (k2[0] + k3[0]) + k4[0]),
                    s[1] + h / 6 * (k1[1] + 2 * (k2[1] + k3[1]) + k4[1])};
};

constexpr auto function = pullback::function([](const auto& r, const auto& steps) {
    using S = std::remove_cvref_t<decltype(r[0] * 1.0)>;
    const auto h = 10.0 / steps.size();
    return pullback::repeat(steps, state<S>{S(1.0), S(0.5)}, [&](const state<S>& s) { return one_step(s, r, h); })[0];
});

} // namespace

auto value_and_gradient(const rates& r, int steps) {
    return pullback::value_and_gradient(function, pullback::wrt<0>)(r, pullback::step_count(steps));
}
