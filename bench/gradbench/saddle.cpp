// SPDX-License-Identifier: BSL-1.0
#include "descent.hpp"
#include "protocol.hpp"

#include <pullback.hpp>

#include <array>

// min over x of max over y of x₁² + x₂² - y₁² - y₂², by gradient descent in both. What the inner descent finds solves
// an equation, the gradient by y being 0, and so has derivatives by x that do not depend on how it was found: `root`.
// Each of the two gradients is found forward or backward.

namespace {

using gradbench::point;

constexpr auto difference = [](const auto& x, const auto& y) {
    return (square(x[0]) + square(x[1])) - (square(y[0]) + square(y[1]));
};
constexpr auto objective = pullback::function(difference);

enum class mode { forward, reverse };

/// The gradient of a function of two places by one of them. Forward, the two directions are literals in one body: what
/// is multiplied by 0 is not there, and the function itself is computed once.
template <mode Mode, const auto& F, class Position>
constexpr auto gradient_by = pullback::function([](const auto& x, const auto& y) {
    if constexpr (Mode == mode::reverse) {
        return pullback::gradient(F, Position())(x, y);
    } else {
        const auto along = pullback::jvp(F, Position());
        return std::array{along(x, y, point{1, 0}).tangent, along(x, y, point{0, 1}).tangent};
    }
});

/// The y at which the function is largest for one x.
template <mode Mode>
point largest(const point& x, const point& start) {
    return gradbench::descend([&](const point& y) { return -objective(x, y); },
                              [&](const point& y) {
                                  const point slope = gradient_by<Mode, objective, pullback::wrt_positions<1>>(x, y);
                                  return point{-slope[0], -slope[1]};
                              },
                              start);
}

/// The function at the y that was found for x.
constexpr auto at_largest = pullback::function([](const auto& x, const auto& found) {
    return difference(
        x, root(found, [&](const auto& y) { return pullback::gradient(objective, pullback::wrt<1>)(x, y); }));
});

template <mode Outer, mode Inner>
auto saddle_point(const point& start) {
    point found = start; // for the x whose value was asked for last, which is that of the gradient
    const auto x = gradbench::descend(
        [&](const point& at) { return objective(at, found = largest<Inner>(at, start)); },
        [&](const point& at) { return gradient_by<Outer, at_largest, pullback::wrt_positions<0>>(at, found); }, start);
    const auto y = largest<Outer>(x, start);
    return std::array{x[0], x[1], y[0], y[1]};
}

gradbench::module answers() {
    using namespace gradbench;
    const auto read = [](const json& input) { return input.at("start").get<point>(); };
    return {{"ff", answered(read, saddle_point<mode::forward, mode::forward>)},
            {"fr", answered(read, saddle_point<mode::forward, mode::reverse>)},
            {"rf", answered(read, saddle_point<mode::reverse, mode::forward>)},
            {"rr", answered(read, saddle_point<mode::reverse, mode::reverse>)}};
}

const gradbench::evaluation added("saddle", answers());

} // namespace
