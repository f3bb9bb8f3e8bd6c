// SPDX-License-Identifier: BSL-1.0
#include "protocol.hpp"

#include <pullback.hpp>
#include <pullback/lanes.hpp>

#include <array>
#include <utility>

// A polynomial is fitted to the sign of t at n places between -1 and 1: ½ Σᵢ (sign tᵢ - Σⱼ xⱼ tᵢʲ)².

namespace {

constexpr auto objective = pullback::function([](const auto& x, const auto& places) {
    const auto last = places.size() - 1;
    return sum(indices(places),
               [&](const auto& i) {
                   const auto t = 2 * i / last - 1;
                   // The power of t that comes next, and the sum up to it.
                   const auto [power, polynomial] =
                       fold(x, std::array{1 + 0 * t, 0 * t}, [&](const auto& before, const auto& c) {
                           const auto& [power_before, sum_before] = before;
                           return std::array{power_before * t, sum_before + c * power_before};
                       });
                   return square(select(t > 0, 1, select(t < 0, -1, 0)) - polynomial);
               }) /
           2;
});

gradbench::module answers() {
    using namespace gradbench;
    const auto read = [](const json& input) {
        return std::pair{input.at("x").get<numbers>(), pullback::step_count(input.at("n").get<int>())};
    };
    const auto of_both = [](const auto& called, const auto&... policy) {
        return [=](const auto& read_input) { return called(policy..., read_input.first, read_input.second); };
    };
    const auto gradient = pullback::gradient(objective, pullback::wrt<0>);
    return with_threads({{"primal", answered(read, of_both(objective))},
                         {"gradient", answered(read, of_both(gradient))},
                         {"gradient unseq", answered(read, of_both(gradient, pullback::unseq))}},
                        "gradient", read,
                        [=](const auto& in, const auto& policy) { return of_both(gradient, policy)(in); });
}

const gradbench::evaluation added("llsq", answers());

} // namespace
