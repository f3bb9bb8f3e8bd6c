// SPDX-License-Identifier: BSL-1.0
#include "../by_hand/chain_of_rates.hpp"
#include "../by_hand/chain_of_rates_in_lanes.hpp"
#include "../functions/chain_of_rates.hpp"
#include "comparison.hpp"

#include <pullback.hpp>
#include <pullback/lanes.hpp>

#include <algorithm>
#include <cstddef>
#include <vector>

// y_i' = x_i y_{i-1}, where y_{-1} is 1, from y = 0 by s steps of the method of Runge and Kutta of fourth order: the
// last component at time 1, and its gradient in x. (GradBench's `ode`.)
//
// In lanes it is one loop over the components forward, as by hand, but two back: what a component adds to the adjoints
// of its neighbours is kept and added in a loop of its own, and what it adds to the rates of its neighbours is summed
// in four arrays until the end. By hand all adjoints of a component are computed from those of its neighbours to the
// right, which the exact mode does not find either: a turn back reads 19 or so vectors and writes 9, where code by hand
// reads 15 and writes two. So it takes more than 1.2 times as long as code with vectors where there are many
// components.

namespace {

using numbers = std::vector<double>;

constexpr auto function = pullback::function([](const auto& x, const auto& steps) {
    const auto end = functions::chain_of_rates(x, steps, 1);
    return end[end.size() - 1];
});

template <class... Policy>
[[gnu::noinline]] auto by_pullback(const numbers& x, int steps, const Policy&... policy) {
    return pullback::value_and_gradient(function, pullback::wrt<0>)(policy..., x, pullback::step_count(steps));
}

} // namespace

void loops::add_ode(std::vector<comparison>& all) {
    random_numbers random;
    const auto add = [&](const char* name, std::size_t n, int steps) {
        numbers x(n);
        for (double& each : x) each = 2 + 0.5 * random();
        const numbers wanted = by_hand::chain_of_rates(x, steps, 1).gradient;
        all.push_back({name, 1.10, [=] { keep(by_hand::chain_of_rates(x, steps, 1)); },
                       [=] { keep(by_pullback(x, steps)); },
                       std::max({difference(wanted, by_pullback(x, steps).gradient),
                                 difference(wanted, by_pullback(x, steps, pullback::unseq).gradient),
                                 difference(wanted, by_hand::chain_of_rates_in_lanes(x, steps, 1).gradient)}),
                       [=] { keep(by_hand::chain_of_rates_in_lanes(x, steps, 1)); },
                       [=] { keep(by_pullback(x, steps, pullback::unseq)); }});
    };
    add("ode 20, 1000", 20, 1000);
    add("ode 100, 100", 100, 100);
    add("ode 10000, 10", 10000, 10);
}
