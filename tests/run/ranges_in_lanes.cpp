// SPDX-License-Identifier: BSL-1.0
#include "lanes_check.hpp"

#include <pullback.hpp>
#include <pullback/lanes.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cstddef>
#include <limits>
#include <vector>

// Sums, nested loops and extrema in lanes.

namespace {

using namespace lanes_check;

// Sums.
constexpr auto density = function([](const auto& x, const auto& a, const auto&) {
    return sum(x, [&](const auto& each) { return -square(each - a) / 2 - log(2 + a); });
});
constexpr auto of_sizes = function([](const auto& x, const auto& a, const auto&) {
    return sum(x, indices(x), [&](const auto& each, const auto& i) { return each * i / (1 + x.size()) * a; });
});
constexpr auto products = function([](const auto& x, const auto& a, const auto&) {
    return product(x, [&](const auto& each) { return 1 + each * a / 20; });
});
constexpr auto log_sum = function([](const auto& x, const auto& a, const auto&) {
    return log_sum_exp(x, [&](const auto& each) { return 3 * each * a; });
});
// Nested loops, and what one loop keeps for another.
constexpr auto nested = function([](const auto& x, const auto& a, const auto&) {
    return sum(
        x, [&](const auto& p) { return exp(a * sum(x, [&](const auto& q) { return sin(p * q) / (1 + x.size()); })); });
});
constexpr auto of_sums = function([](const auto& x, const auto& a, const auto&) {
    return log_sum_exp(x, [&](const auto& p) { return sum(x, [&](const auto& q) { return sin(p * q) * a; }); });
});
// Extrema.
constexpr auto largest = function([](const auto& x, const auto& a, const auto&) {
    return max(x, [&](const auto& each) { return sin(3 * each) * a; }) + square(min(x)) + x[argmax(x)] * argmin(x);
});
constexpr auto of_extrema = function([](const auto& x, const auto& a, const auto&) {
    return log_sum_exp(x, [&](const auto& p) {
        const auto best = max(x, [&](const auto& q) { return sin(4 * p * q + a); });
        return select(p < best * a, exp(p) * best, sin(p) + square(best));
    });
});

} // namespace

BOOST_AUTO_TEST_CASE(sums) {
    check(density);
    check(of_sizes);
    check(products);
    check(log_sum, 1);
}
BOOST_AUTO_TEST_CASE(nested_loops) {
    check(nested);
    check(of_sums, 1);
}
BOOST_AUTO_TEST_CASE(extrema) {
    check(largest, 1);
    check(of_extrema, 1);
}
BOOST_AUTO_TEST_CASE(extrema_are_the_first_of_equals_and_the_first_nan) {
    constexpr auto places = function([](const auto& x) { return std::array{argmax(x), argmin(x)}; });
    constexpr double nan = std::numeric_limits<double>::quiet_NaN(), infinity = std::numeric_limits<double>::infinity();
    const double kinds[] = {0, 1, -1, 1, nan, infinity, -infinity, infinity};
    for (int some_kinds = 1; some_kinds <= 8; ++some_kinds)
        for (std::size_t count = 1; count < 70; ++count)
            for (int repetition = 0; repetition < 4; ++repetition) {
                numbers x(count);
                for (double& each : x) each = kinds[generator() % static_cast<unsigned>(some_kinds)];
                const auto wanted = places(x), found = places(unseq, x);
                BOOST_TEST(found[0] == wanted[0]);
                BOOST_TEST(found[1] == wanted[1]);
            }
}

BOOST_AUTO_TEST_CASE(memory_of_the_caller) {
    const numbers x = random_numbers(67);
    const subscripts k;
    double value = 0, by_a = 0;
    numbers by_x(67), memory(static_cast<std::size_t>(work_size(value_and_gradient(of_sums, wrt<0, 1>), x, 0.5, k)));
    value_and_gradient(of_sums, wrt<0, 1>).into(value, by_x, by_a).using_workspace(memory)(unseq, x, 0.5, k);
    const auto [wanted, slope] = value_and_gradient(of_sums, wrt<0, 1>)(x, 0.5, k);
    check_close(value, wanted, 67);
    check_close(by_a, get<1>(slope), 67);
    check_same<double>(by_x, get<0>(slope), 67);
}

BOOST_AUTO_TEST_CASE(calls_without_ranges_are_as_ever) {
    constexpr auto f = function([](const auto& x) { return exp(x); });
    BOOST_TEST(f(unseq, 0.5) == f(0.5));
    BOOST_TEST(density(unseq, std::vector<long double>{1.5L, 2}, 0.5L, subscripts()) ==
               density(std::vector<long double>{1.5L, 2}, 0.5L, subscripts()));
}
