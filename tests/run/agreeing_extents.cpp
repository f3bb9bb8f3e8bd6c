// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <cstddef>
#include <tuple>
#include <vector>

// Ranges that turn out to have one length after a loop over the second of them was recorded: what is computed of both
// afterwards shares the loop of that one, and nothing is computed twice.

namespace {

using numbers = std::vector<double>;
namespace utf = boost::unit_test;

// Each turn uses the new state in a map and in a sum. The state has the length of `begin`, and `weights` is beside it.
constexpr auto network = [](const auto& weights, const auto& begin, const auto& seen) {
    const auto start = map(begin, [](const auto& s) { return s; });
    const auto end = fold(seen, std::tuple{start, 0.0}, [&](const auto& state, const auto& u) {
        const auto& [before, total] = state;
        const auto after = map(before, weights, [&](const auto& s, const auto& w) { return tanh(s * w + u); });
        return std::tuple{after,
                          total + log(sum(after, weights, [](const auto& s, const auto& w) { return exp(s * w); }))};
    });
    return std::get<1>(end);
};
constexpr auto weights_first = pullback::function(network);
constexpr auto begin_first = pullback::function(
    [](const auto& begin, const auto& weights, const auto& seen) { return network(weights, begin, seen); });

double by_hand(const numbers& w, numbers s, const numbers& seen) {
    double total = 0;
    for (const double u : seen) {
        double sum = 0;
        for (std::size_t i = 0; i < s.size(); ++i) {
            s[i] = std::tanh(s[i] * w[i] + u);
            sum += std::exp(s[i] * w[i]);
        }
        total += std::log(sum);
    }
    return total;
}

} // namespace

BOOST_AUTO_TEST_CASE(nothing_is_computed_twice) {
    constexpr auto first = pullback::gradient(weights_first, pullback::wrt<0>);
    constexpr auto second = pullback::gradient(begin_first, pullback::wrt<1>);
    const auto functions_of = [](const auto& f) {
        int count = 0;
        for (const auto& loop : pullback::cost<numbers, numbers, numbers>(f).loops)
            count += loop.per_iteration.functions;
        return count;
    };
    BOOST_TEST(functions_of(first) == functions_of(second));
    BOOST_TEST(functions_of(weights_first) == functions_of(begin_first));
}

BOOST_AUTO_TEST_CASE(values_and_derivatives, *utf::tolerance(1e-8)) {
    const numbers w{0.5, -1.25, 2}, s{0.1, 0.7, -0.3}, seen{0.4, -0.2, 0.9, 0.05};
    BOOST_TEST(weights_first(w, s, seen) == by_hand(w, s, seen));
    const auto [by_w, by_s] = pullback::gradient(weights_first, pullback::wrt<0, 1>)(w, s, seen);
    const auto [of_s, of_w] = pullback::gradient(begin_first, pullback::wrt<0, 1>)(s, w, seen);
    for (std::size_t i = 0; i < w.size(); ++i) {
        numbers up = w, down = w;
        up[i] += 1e-5;
        down[i] -= 1e-5;
        BOOST_TEST(by_w[i] == (by_hand(up, s, seen) - by_hand(down, s, seen)) / 2e-5);
        up = down = s;
        up[i] += 1e-5;
        down[i] -= 1e-5;
        BOOST_TEST(by_s[i] == (by_hand(w, up, seen) - by_hand(w, down, seen)) / 2e-5);
        BOOST_TEST(of_w[i] == by_w[i]);
        BOOST_TEST(of_s[i] == by_s[i]);
    }
}

BOOST_AUTO_TEST_CASE(other_lengths_are_refused) {
    BOOST_CHECK_THROW(weights_first(numbers(3), numbers(2), numbers(1)), pullback::range_error);
    BOOST_CHECK_THROW(begin_first(numbers(3), numbers(2), numbers(1)), pullback::range_error);
}
