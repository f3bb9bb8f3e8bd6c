// SPDX-License-Identifier: BSL-1.0
#include "lanes_check.hpp"

#include <pullback.hpp>
#include <pullback/lanes.hpp>
#include <pullback/threads.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cstddef>
#include <vector>

// Loops in lanes around others that keep numbers for one turn of them: what a state was, and sums of rows.

namespace {

using namespace lanes_check;

// Powers, and the sum over them: a state of two numbers, one of which the adjoint needs at every turn.
constexpr auto polynomials = function([](const auto& x, const auto& a, const auto&) {
    const auto last = x.size();
    return sum(indices(x), [&](const auto& i) {
        const auto t = 2 * i / last - a;
        const auto [power, polynomial] = fold(x, std::array{1 + 0 * t, 0 * t}, [&](const auto& before, const auto& c) {
            return std::array{before[0] * t, before[1] + c * before[0]};
        });
        return square(select(t > 0, 1, select(t < 0, -1, 0)) - polynomial);
    });
});
constexpr auto states = function([](const auto& x, const auto& a, const auto&) {
    return sum(x, [&](const auto& first) {
        return fold(x, first, [&](const auto& s, const auto& u) { return sin(s + u * a); });
    });
});
// What a loop keeps for two others, and what it selects.
constexpr auto shares = function([](const auto& x, const auto& a, const auto&) {
    return sum(x, [&](const auto& p) {
        const auto of_row = log_sum_exp(x, [&](const auto& q) {
            return fold(x, a, [&](const auto& s, const auto& u) { return s + select(p < u, u * q, q - s) / 4; });
        });
        return square(of_row);
    });
});
constexpr auto scans = function([](const auto& x, const auto& a, const auto&) {
    return sum(x, [&](const auto& first) {
        const auto path = scan(x, first, [=](const auto& s, const auto& u) { return s / 2 + cos(u * a); });
        return sum(path, x, [&](const auto& s, const auto& u) { return square(s) * u; });
    });
});

} // namespace

BOOST_AUTO_TEST_CASE(states_of_many_turns) {
    check(polynomials);
    check(states);
}
BOOST_AUTO_TEST_CASE(rows_of_many_turns) { check(shares, 1); }
BOOST_AUTO_TEST_CASE(paths_of_many_turns) { check(scans); }

BOOST_AUTO_TEST_CASE(a_thousand_turns) {
    const numbers x = random_numbers(1000);
    const subscripts k;
    check_same<double>(gradient(states, wrt<0, 1>)(unseq, x, 0.01, k), gradient(states, wrt<0, 1>)(x, 0.01, k), 1000);
    const numbers few = random_numbers(20);
    const auto of_few = function([](const auto& coefficients, const auto& places) {
        return sum(places, [&](const auto& t) {
            return fold(coefficients, 0 * t, [&](const auto& s, const auto& c) { return s * t + sin(c); });
        });
    });
    check_same<double>(value_and_gradient(of_few)(unseq, few, x), value_and_gradient(of_few)(few, x), 1000);
    const auto in_threads = value_and_gradient(of_few)(par_unseq, few, x);
    check_same<double>(in_threads, value_and_gradient(of_few)(few, x), 1000);
    BOOST_TEST((numbers_of<double>(value_and_gradient(of_few)(par_unseq, few, x)) == numbers_of<double>(in_threads)));
}

// Memory of the caller: with as much as lanes need they are used, with as much as the call needs without lanes it runs.
BOOST_AUTO_TEST_CASE(memory_of_the_caller) {
    const numbers x = random_numbers(67);
    const subscripts k;
    const auto f = gradient(polynomials, wrt<0, 1>);
    const std::ptrdiff_t least = work_size(f, x, 0.5, k), of_lanes = work_size(f, unseq, x, 0.5, k);
    BOOST_TEST(of_lanes > least);
    const auto exact = f(x, 0.5, k), lanes = f(unseq, x, 0.5, k);
    for (const std::ptrdiff_t size : {least, of_lanes - 1, of_lanes}) {
        numbers memory(static_cast<std::size_t>(size)), by_x(67);
        double by_a = 0;
        f.into(by_x, by_a).using_workspace(memory)(unseq, x, 0.5, k);
        const auto& [wanted_by_x, wanted_by_a] = size < of_lanes ? exact : lanes;
        BOOST_TEST(by_x == wanted_by_x);
        BOOST_TEST(by_a == wanted_by_a);
    }
}
