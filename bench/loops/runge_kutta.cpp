// SPDX-License-Identifier: BSL-1.0
#include "../functions/runge_kutta.hpp"
#include "comparison.hpp"

#include <pullback.hpp>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <utility>

// The number of hares at the end, and its gradient in the rates, with all turns kept, with as many checkpoints as the
// root of n, and with a second derivative in a direction.

namespace {

using functions::hares, functions::rates, functions::time_in_all;
template <class S>
using state = functions::hares_and_foxes<S>;
constexpr auto one_step = functions::runge_kutta_step;
#ifdef __clang__
constexpr double most_of_gradient = 1.10, most_values = 4;
#else
constexpr double most_of_gradient = 1.05, most_values = 5;
#endif

// By hand.

[[gnu::noinline]] double value_by_hand(const rates& r, int steps) {
    state<double> s{1, 0.5};
    for (int t = 0; t < steps; ++t) s = one_step(s, r, time_in_all / steps);
    return s[0];
}

struct value_and_gradient {
    double value;
    rates gradient;
};

// The states are kept, the slopes are computed again.
[[gnu::noinline]] value_and_gradient by_hand(const rates& r, int steps) {
    const auto count = static_cast<std::size_t>(steps);
    const double h = time_in_all / steps;
    const std::unique_ptr<state<double>[]> states(new state<double>[count]);
    state<double> s{1, 0.5};
    for (std::size_t t = 0; t < count; ++t) {
        states[t] = s;
        s = one_step(s, r, h);
    }
    state<double> adjoint{1, 0};
    rates gradient{};
    for (std::size_t t = count; t-- > 0;) {
        const state<double> y = states[t];
        const auto slope = [&](const state<double>& at) {
            return state<double>{at[0] * (r[0] - r[1] * at[1]), at[1] * (r[2] * at[0] - r[3])};
        };
        const auto moved = [&](double by, const state<double>& k) {
            return state<double>{y[0] + by * k[0], y[1] + by * k[1]};
        };
        // The adjoint of where a slope was taken, from that of the slope.
        const auto pull_back = [&](const state<double>& at, const state<double>& of_slope) {
            const double both = at[0] * at[1];
            gradient[0] += of_slope[0] * at[0];
            gradient[1] -= of_slope[0] * both;
            gradient[2] += of_slope[1] * both;
            gradient[3] -= of_slope[1] * at[1];
            return state<double>{of_slope[0] * (r[0] - r[1] * at[1]) + of_slope[1] * r[2] * at[1],
                                 of_slope[1] * (r[2] * at[0] - r[3]) - of_slope[0] * r[1] * at[0]};
        };
        const state<double> at2 = moved(h / 2, slope(y)), at3 = moved(h / 2, slope(at2)), at4 = moved(h, slope(at3));
        const state<double> sixth{h / 6 * adjoint[0], h / 6 * adjoint[1]};
        const state<double> of4 = pull_back(at4, sixth);
        const state<double> of3 = pull_back(at3, {2 * sixth[0] + h * of4[0], 2 * sixth[1] + h * of4[1]});
        const state<double> of2 = pull_back(at2, {2 * sixth[0] + h / 2 * of3[0], 2 * sixth[1] + h / 2 * of3[1]});
        const state<double> of1 = pull_back(y, {sixth[0] + h / 2 * of2[0], sixth[1] + h / 2 * of2[1]});
        for (std::size_t i = 0; i < 2; ++i) adjoint[i] += of4[i] + of3[i] + of2[i] + of1[i];
    }
    return {s[0], gradient};
}

// By the library.

[[gnu::noinline]] auto by_pullback(const rates& r, int steps) {
    return pullback::value_and_gradient(hares, pullback::wrt<0>)(r, pullback::step_count(steps));
}
[[gnu::noinline]] auto with_checkpoints(const rates& r, int steps) {
    return pullback::value_and_gradient(hares, pullback::wrt<0>, pullback::checkpoints::square_root)(
        r, pullback::step_count(steps));
}
[[gnu::noinline]] auto with_product(const rates& r, int steps, const rates& direction) {
    return pullback::jvp(pullback::gradient(hares, pullback::wrt<0>), pullback::wrt<0>)(r, pullback::step_count(steps),
                                                                                        direction);
}

/// How far the product is from the difference of two gradients by hand, which is exact to 1e-9 only: 0 if it is near.
double check_product(const rates& r, int steps) {
    const rates direction{0.3, -0.2, 0.5, 0.1};
    rates there = r, back = r, slope{};
    constexpr double by = 1e-5;
    for (std::size_t i = 0; i < 4; ++i) {
        there[i] += by * direction[i];
        back[i] -= by * direction[i];
    }
    const rates after = by_hand(there, steps).gradient, before = by_hand(back, steps).gradient;
    for (std::size_t i = 0; i < 4; ++i) slope[i] = (after[i] - before[i]) / (2 * by);
    const auto [gradient, product] = with_product(r, steps, direction);
    const double apart = loops::difference(slope, product);
    return std::max(loops::difference(by_hand(r, steps).gradient, gradient), apart < 1e-6 ? 0 : apart);
}

} // namespace

void loops::add_runge_kutta(std::vector<comparison>& all) {
    const rates r{1.1, 0.4, 0.1, 0.4};
    for (const auto& [name, steps] : {std::pair{"RK4 1e3", 1000}, std::pair{"RK4 1e4", 10'000},
                                      std::pair{"RK4 1e5", 100'000}, std::pair{"RK4 1e6", 1'000'000}})
        all.push_back({name, most_of_gradient, [=] { keep(by_hand(r, steps)); }, [=] { keep(by_pullback(r, steps)); },
                       difference(by_hand(r, steps).gradient, by_pullback(r, steps).gradient)});
    for (const auto& [name, steps] :
         {std::pair{"RK4 1e4, checkpoints", 10'000}, std::pair{"RK4 1e6, checkpoints", 1'000'000}})
        all.push_back({name, 1.40, [=] { keep(by_hand(r, steps)); }, [=] { keep(with_checkpoints(r, steps)); },
                       difference(by_hand(r, steps).gradient, with_checkpoints(r, steps).gradient)});
    constexpr int steps = 10'000;
    comparison product{"RK4 1e4, with hvp, to value", most_values, [=] { keep(value_by_hand(r, steps)); },
                       [=] { keep(with_product(r, steps, {0.3, -0.2, 0.5, 0.1})); }, check_product(r, steps)};
    product.is_to_value = true;
    all.push_back(std::move(product));
}
