// SPDX-License-Identifier: BSL-1.0
#include "../by_hand/log_sum_exp.hpp"
#include "comparison.hpp"

#include <pullback.hpp>
#include <pullback/lanes.hpp>

#include <vector>

// log Σ exp xᵢ, shifted by the largest.

namespace {

using numbers = std::vector<double>;

constexpr auto function = pullback::function([](const auto& x) { return log_sum_exp(x); });

template <class... Policy>
[[gnu::noinline]] auto by_pullback(const numbers& x, const Policy&... policy) {
    return pullback::value_and_gradient(function)(policy..., x);
}

} // namespace

void loops::add_log_sum_exp(std::vector<comparison>& all) {
    const auto add = [&](const char* name, std::size_t count) {
        const numbers x = random_numbers()(count);
        all.push_back({name, 1.10, [x] { keep(by_hand::log_sum_exp(x)); }, [x] { keep(by_pullback(x)); },
                       difference(by_hand::log_sum_exp(x).gradient, by_pullback(x).gradient),
                       [x] { keep(by_hand::log_sum_exp_in_lanes(x)); },
                       [x] { keep(by_pullback(x, pullback::unseq)); }});
        add_threads(
            all.back(), [x](const auto& policy) { return by_pullback(x, policy); },
            [](const auto& found) { return found.gradient; });
        // Where the gradient need not be set to zero first. Each thread that calls has its own.
        add_threads(
            all.back(),
            [x](const auto& policy) -> const numbers& {
                thread_local double value;
                thread_local numbers gradient;
                gradient.resize(x.size());
                pullback::value_and_gradient(function).into(value, gradient)(policy, x);
                return gradient;
            },
            [](const numbers& gradient) { return gradient; }, ", into");
    };
    add("log-sum-exp 1e4", 10'000);
    add("log-sum-exp 1e6", 1'000'000);
}
