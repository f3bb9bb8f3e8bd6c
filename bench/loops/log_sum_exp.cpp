// SPDX-License-Identifier: BSL-1.0
#include "comparison.hpp"
#include "vectors.hpp"

#include <pullback.hpp>
#include <pullback/lanes.hpp>

#include <cmath>
#include <limits>
#include <vector>

// log Σ exp xᵢ, shifted by the largest.

namespace {

using numbers = std::vector<double>;

struct result {
    double value;
    numbers gradient;
};

constexpr auto function = pullback::function([](const auto& x) { return log_sum_exp(x); });

template <class... Policy>
[[gnu::noinline]] auto by_pullback(const numbers& x, const Policy&... policy) {
    return pullback::value_and_gradient(function)(policy..., x);
}

[[gnu::noinline]] result by_hand(const numbers& x) {
    numbers gradient(x.size());
    double largest = -std::numeric_limits<double>::infinity();
    for (const double each : x) largest = each > largest ? each : largest;
    double sum = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        gradient[i] = std::exp(x[i] - largest);
        sum += gradient[i];
    }
    const double inverse = 1 / sum;
    for (std::size_t i = 0; i < x.size(); ++i) gradient[i] *= inverse;
    return {largest + std::log(sum), gradient};
}

[[gnu::noinline]] result by_hand_in_lanes(const numbers& x) {
    using loops::vector, loops::width;
    numbers gradient(x.size());
    const std::size_t whole = x.size() / width * width;
    vector most = vector{} - std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < whole; i += width) {
        const vector each = loops::load(&x[i]);
        most = each > most ? each : most;
    }
    double largest = most[0];
    for (std::size_t i = 1; i < width; ++i) largest = most[i] > largest ? most[i] : largest;
    for (std::size_t i = whole; i < x.size(); ++i) largest = x[i] > largest ? x[i] : largest;
    vector sums{};
    for (std::size_t i = 0; i < whole; i += width) {
        const vector each = loops::exp(loops::load(&x[i]) - largest);
        loops::store(&gradient[i], each);
        sums += each;
    }
    double sum = loops::sum(sums);
    for (std::size_t i = whole; i < x.size(); ++i) sum += gradient[i] = std::exp(x[i] - largest);
    const double inverse = 1 / sum;
    for (double& each : gradient) each *= inverse;
    return {largest + std::log(sum), gradient};
}

} // namespace

void loops::add_log_sum_exp(std::vector<comparison>& all) {
    const auto add = [&](const char* name, std::size_t count) {
        const numbers x = random_numbers()(count);
        all.push_back({name, 1.10, [x] { keep(by_hand(x)); }, [x] { keep(by_pullback(x)); },
                       difference(by_hand(x).gradient, by_pullback(x).gradient), [x] { keep(by_hand_in_lanes(x)); },
                       [x] { keep(by_pullback(x, pullback::unseq)); }});
    };
    add("log-sum-exp 1e4", 10'000);
    add("log-sum-exp 1e6", 1'000'000);
}
