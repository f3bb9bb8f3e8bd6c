// SPDX-License-Identifier: BSL-1.0
#include "descent.hpp"
#include "protocol.hpp"

#include <pullback.hpp>

#include <array>

// A charged particle falls between two others, one of which a number w moves: w is sought for which it comes down at
// the origin, by gradient descent. The force is the gradient of a potential, so a derivative stands in a loop that ends
// by a condition, and that is differentiated. Each of the two is found forward or backward. There is one number to
// differentiate by, so forward is best: backward, every step is kept and read again, which takes 1.43 times as long by
// hand, and 1.26 times by the library.
//
// On a machine that was not idle, by hand being 1: ff 1.08, fr 1.01, rf 1.34, rr 1.26 with g++ 12,
// and 1.34, 1.09, 1.45, 1.40 with clang 19. With jvp as the inner derivative a step of the loop with its tangents has
// 58 products, with the gradient 41: the tangent of 1/√q is multiplied by 1/√q three times in each direction, where the
// gradient has its cube once. The outer gradient found forward takes 0.99 (rr) and 1.06 (rf) with g++, 1.07 and 1.28
// with clang. That is not done, as it is not the same where a slope is infinite: what has an adjoint of 0 has no part
// in a gradient, and forward 0 times that slope is no number (the roots that are divisors in tests/run/one_sided.cpp).

namespace {

enum class mode { forward, reverse };

using array = std::array<double, 1>;

constexpr auto potential = pullback::function([](const auto& x, const auto& y, const auto& w) {
    const auto across = square(x - 10);
    return 1 / sqrt(across + square(y - (10 - w))) + 1 / sqrt(across + square(y));
});

template <mode Mode>
constexpr auto slope_of_potential = [](const auto& x, const auto& y, const auto& w) {
    if constexpr (Mode == mode::reverse) {
        const auto [by_x, by_y] = pullback::gradient(potential, pullback::wrt<0, 1>)(x, y, w);
        return std::array{by_x, by_y};
    } else {
        return std::array{pullback::jvp(potential, pullback::wrt<0>)(x, y, w, 1.0).tangent,
                          pullback::jvp(potential, pullback::wrt<1>)(x, y, w, 1.0).tangent};
    }
};

/// The square of the place at which the particle comes down.
template <mode Inner>
constexpr auto miss = pullback::function([](const auto& w, const auto& most_steps) {
    constexpr double h = 0.1;
    // A state is place and velocity.
    const auto last = while_loop(
        most_steps, std::array{0.0, 8.0, 0.75, 0.0}, [](const auto& s) { return s[1] + h * s[3] > 0; },
        [&](const auto& s) {
            const auto slope = slope_of_potential<Inner>(s[0], s[1], w);
            return std::array{s[0] + h * s[2], s[1] + h * s[3], s[2] - h * slope[0], s[3] - h * slope[1]};
        });
    const auto x = last[0] + h * last[2], y = last[1] + h * last[3];
    return square(x - y / last[3] * last[2]);
});

template <mode Outer, mode Inner>
double control(double start) {
    const pullback::step_count most_steps(100'000);
    const auto value = [&](const array& w) { return miss<Inner>(w[0], most_steps); };
    const auto slope = [&](const array& w) {
        if constexpr (Outer == mode::reverse)
            return array{pullback::gradient(miss<Inner>, pullback::wrt<0>)(w[0], most_steps)};
        else return array{pullback::jvp(miss<Inner>, pullback::wrt<0>)(w[0], most_steps, 1.0).tangent};
    };
    return gradbench::descend(value, slope, array{start})[0];
}

gradbench::module answers() {
    using namespace gradbench;
    const auto read = [](const json& input) { return input.at("w").get<double>(); };
    return {{"ff", answered(read, control<mode::forward, mode::forward>)},
            {"fr", answered(read, control<mode::forward, mode::reverse>)},
            {"rf", answered(read, control<mode::reverse, mode::forward>)},
            {"rr", answered(read, control<mode::reverse, mode::reverse>)}};
}

const gradbench::evaluation added("particle", answers());

} // namespace
