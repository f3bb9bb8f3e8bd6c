// SPDX-License-Identifier: BSL-1.0
// Checkpoints: the gradient of 100 000 steps in the memory of a few hundred.
#include <pullback.hpp>

#include <array>
#include <cstdio>
#include <type_traits>

// Hares and foxes (Lotka and Volterra), by the method of Runge and Kutta.
constexpr auto hares = pullback::function([](const auto& rates, const auto& steps) {
    using S = std::remove_cvref_t<decltype(rates[0])>;
    using state = std::array<S, 2>;
    constexpr double h = 1e-4;
    const auto slope = [&](const state& s) {
        return state{s[0] * (rates[0] - rates[1] * s[1]), s[1] * (rates[2] * s[0] - rates[3])};
    };
    const auto moved = [](const state& s, double by, const state& d) {
        return state{s[0] + by * d[0], s[1] + by * d[1]};
    };
    const auto end = pullback::repeat(steps, state{S(1.0), S(0.5)}, [&](const state& s) {
        const state k1 = slope(s), k2 = slope(moved(s, h / 2, k1)), k3 = slope(moved(s, h / 2, k2));
        const state k4 = slope(moved(s, h, k3));
        return state{s[0] + h / 6 * (k1[0] + 2 * k2[0] + 2 * k3[0] + k4[0]),
                     s[1] + h / 6 * (k1[1] + 2 * k2[1] + 2 * k3[1] + k4[1])};
    });
    return end[0];
});

int main() {
    namespace checkpoints = pullback::checkpoints;
    const std::array rates{1.1, 0.4, 0.1, 0.4};
    const pullback::step_count steps(100'000);

    const auto show = [&](const char* name, const auto& gradient) {
        const auto g = gradient(rates, steps);
        std::printf("%-12s %8td numbers: %.6f %.6f %.6f %.6f\n", name, work_size(gradient, rates, steps), g[0], g[1],
                    g[2], g[3]);
    };
    show("none", pullback::gradient(hares, pullback::wrt<0>));
    show("square_root", pullback::gradient(hares, pullback::wrt<0>, checkpoints::square_root));
    show("every(100)", pullback::gradient(hares, pullback::wrt<0>, checkpoints::every(100)));
    show("binomial(20)", pullback::gradient(hares, pullback::wrt<0>, checkpoints::binomial(20)));
}
