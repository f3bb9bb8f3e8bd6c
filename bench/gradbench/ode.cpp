// SPDX-License-Identifier: BSL-1.0
#include "protocol.hpp"

#include <pullback.hpp>

#include <utility>

// y₀' = x₀ and yᵢ' = xᵢ yᵢ₋₁, from y = 0, by s steps of the method of Runge and Kutta to the time 2; and the gradient
// of the last component.

namespace {

constexpr auto solution = [](const auto& x, const auto& steps) {
    const auto h = 2.0 / steps.size();
    const auto slope = [&](const auto& y) {
        return map(x, shifted(y, -1, 1.0), [](const auto& a, const auto& b) { return a * b; });
    };
    const auto moved = [](const auto& y, const auto& k, const auto& by) {
        return map(y, k, [=](const auto& a, const auto& b) { return a + by * b; });
    };
    return repeat(steps, map(x, [](const auto& each) { return 0 * each; }), [&](const auto& y) {
        const auto k1 = slope(y), k2 = slope(moved(y, k1, h / 2)), k3 = slope(moved(y, k2, h / 2)),
                   k4 = slope(moved(y, k3, h));
        return map(y, k1, k2, k3, k4, [=](const auto& a, const auto& b, const auto& c, const auto& d, const auto& e) {
            return a + h / 6 * (b + 2 * (c + d) + e);
        });
    });
};

constexpr auto primal = pullback::function(
    [](const auto& x, const auto& steps) { return map(solution(x, steps), [](const auto& y) { return y; }); });
constexpr auto last = pullback::function([](const auto& x, const auto& steps) {
    const auto end = solution(x, steps);
    return end[end.size() - 1];
});

} // namespace

gradbench::module gradbench::ode() {
    const auto read = [](const json& input) {
        return std::pair{input.at("x").get<numbers>(), pullback::step_count(input.at("s").get<int>())};
    };
    const auto of_both = [](const auto& called) {
        return [=](const auto& read_input) { return called(read_input.first, read_input.second); };
    };
    return {{"primal", answered(read, of_both(primal))},
            {"gradient", answered(read, of_both(pullback::gradient(last, pullback::wrt<0>)))}};
}
