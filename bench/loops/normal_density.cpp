// SPDX-License-Identifier: BSL-1.0
#include "comparison.hpp"
#include "vectors.hpp"

#include <pullback.hpp>
#include <pullback/lanes.hpp>

#include <array>
#include <cmath>
#include <vector>

// The logarithm of the normal density of data, by mean and standard deviation.

namespace {

using numbers = std::vector<double>;
using result = std::array<double, 3>; // value, gradient

constexpr double log_root_two_pi = 0.91893853320467274178;

constexpr auto function = pullback::function([](const auto& mean, const auto& deviation, const auto& x) {
    const auto squares = sum(x, [&](const auto& each) { return square(each - mean); });
    return -0.5 * squares * square(1 / deviation) - x.size() * (log(deviation) + log_root_two_pi);
});

template <class... Policy>
[[gnu::noinline]] auto by_pullback(double mean, double deviation, const numbers& x, const Policy&... policy) {
    const auto [value, gradient] =
        pullback::value_and_gradient(function, pullback::wrt<0, 1>)(policy..., mean, deviation, x);
    const auto& [by_mean, by_deviation] = gradient;
    return result{value, by_mean, by_deviation};
}

result of_sums(double sum, double squares, double deviation, std::size_t count) {
    const auto n = static_cast<double>(count);
    const double inverse = 1 / deviation, precision = inverse * inverse, scaled = precision * squares;
    return {-0.5 * scaled - n * (std::log(deviation) + log_root_two_pi), precision * sum, (scaled - n) * inverse};
}
[[gnu::noinline]] result by_hand(double mean, double deviation, const numbers& x) {
    double sum = 0, squares = 0;
    for (const double each : x) {
        const double distance = each - mean;
        sum += distance;
        squares += distance * distance;
    }
    return of_sums(sum, squares, deviation, x.size());
}
[[gnu::noinline]] result by_hand_in_lanes(double mean, double deviation, const numbers& x) {
    using loops::vector, loops::width;
    constexpr std::size_t side_by_side = 4;
    vector sums[side_by_side]{}, squares[side_by_side]{};
    std::size_t i = 0;
    for (; i + side_by_side * width <= x.size(); i += side_by_side * width)
        for (std::size_t j = 0; j < side_by_side; ++j) {
            const vector distance = loops::load(&x[i + j * width]) - mean;
            sums[j] += distance;
            squares[j] += distance * distance;
        }
    double sum = loops::sum((sums[0] + sums[1]) + (sums[2] + sums[3])),
           square = loops::sum((squares[0] + squares[1]) + (squares[2] + squares[3]));
    for (; i < x.size(); ++i) {
        const double distance = x[i] - mean;
        sum += distance;
        square += distance * distance;
    }
    return of_sums(sum, square, deviation, x.size());
}

} // namespace

void loops::add_normal_density(std::vector<comparison>& all) {
    const auto add = [&](const char* name, std::size_t count) {
        const numbers x = random_numbers()(count);
        all.push_back({name, 1.10, [x] { keep(by_hand(0.3, 1.7, x)); }, [x] { keep(by_pullback(0.3, 1.7, x)); },
                       difference(by_hand(0.3, 1.7, x), by_pullback(0.3, 1.7, x)),
                       [x] { keep(by_hand_in_lanes(0.3, 1.7, x)); },
                       [x] { keep(by_pullback(0.3, 1.7, x, pullback::unseq)); }});
        add_threads(
            all.back(), [x](const auto& policy) { return by_pullback(0.3, 1.7, x, policy); },
            [](const result& found) { return numbers(found.begin(), found.end()); });
    };
    add("normal density 1000", 1000);
    add("normal density 1e5", 100'000);
    if (in_threads::are_measured) add("normal density 4e6", 4'000'000);
}
