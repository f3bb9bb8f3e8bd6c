// SPDX-License-Identifier: BSL-1.0
#include "chunks_check.hpp"

#include <pullback.hpp>
#include <pullback/threads.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

// Loops on several threads: sums, extrema, mapped ranges, gathers, rows and states.

namespace {

using namespace chunks_check;

constexpr auto of_sums = function([](const auto& x, const auto& a, const auto& k) {
    const auto m = mean(x);
    return sum(x, [&](const auto& each) { return exp(a * each) * square(each - m); }) +
           sum(k, [&](const auto& i) { return sin(a * x[i]); });
});
constexpr auto of_extrema = function([](const auto& x, const auto& a) {
    return max(x, [&](const auto& each) { return sin(31 * a * each); }) +
           min(x, [&](const auto& each) { return cos(29 * a * each); }) * a;
});
constexpr auto mapped = function([](const auto& x, const auto& a) {
    return map(x, [&](const auto& each) { return exp(a * each) + square(each); });
});
constexpr auto regression = function([](const auto& weights, const auto& table, const auto& y) {
    return sum(table, y, [&](const auto& row, const auto& label) { return log1p(exp(-label * dot(row, weights))); });
});
constexpr auto rows = function([](const auto& weight, const auto& table) {
    return sum(table, [&](const auto& row) { return sin(sum(row, [&](const auto& x) { return x * x * weight; })); });
});
constexpr auto k_means = function([](const auto& centres, const auto& points) {
    return sum(points, [&](const auto& point) {
        return min(centres,
                   [&](const auto& centre) { return square(point[0] - centre[0]) + square(point[1] - centre[1]); });
    });
});
constexpr auto of_states = function([](const auto& a, const auto& table) {
    return sum(table, [&](const auto& row) {
        return fold(row, a, [&](const auto& state, const auto& x) { return sin(state + x * a); });
    });
});
constexpr auto residuals = function(
    [](const auto& p, const auto& times) { return map(times, [&](const auto& t) { return p[0] * exp(p[1] * t); }); });

} // namespace

BOOST_AUTO_TEST_CASE(sums) {
    for (const std::size_t count : counts) {
        const numbers x = random_numbers(count), v = random_numbers(count);
        const subscripts k = random_subscripts(count == 0 ? 0 : count + 2, count);
        if (count > 0) {
            check_chunks(count, of_sums, x, 0.75, k);
            check_chunks(count, value_and_gradient(of_sums, wrt<0, 1>), x, 0.75, k);
            check_chunks(count, jvp(of_sums, wrt<0, 1>), x, 0.75, k, v, 0.5);
            check_chunks(10 * count, hvp(of_sums, wrt<0, 1>), x, 0.75, k, v, 0.5);
            check_chunks(count, value_and_gradient(of_extrema, wrt<0, 1>), x, 0.75);
        }
        check_chunks(count, mapped, x, 0.75);
        check_chunks(count, vjp(mapped, wrt<0, 1>), x, 0.75, v);
    }
}

BOOST_AUTO_TEST_CASE(rows_of_a_matrix) {
    for (const std::ptrdiff_t count : {0, 1, 7, 5000}) {
        row_matrix<double> matrix(count, 20);
        for (std::ptrdiff_t i = 0; i < count * 20; ++i) matrix.data()[i] = random_number();
        const auto size = static_cast<std::size_t>(count);
        const numbers weights = random_numbers(20), y = random_numbers(size), v = random_numbers(20);
        check_chunks(20 * size, value_and_gradient(regression), weights, matrix, y);
        check_chunks(20 * size, gradient(regression, wrt<0>), weights, matrix, y);
        check_chunks(200 * size, hvp(regression, wrt<0>), weights, matrix, y, v);
        check_chunks(200 * size, hessian(regression, wrt<0>), weights, matrix, y);
    }
}

BOOST_AUTO_TEST_CASE(rows_of_lengths_of_their_own) {
    for (const std::size_t count : {std::size_t(0), std::size_t(1), std::size_t(7), std::size_t(6000)}) {
        std::vector<numbers> table(count);
        for (numbers& each : table) each = random_numbers(generator() % 40);
        check_chunks(40 * count, value_and_gradient(rows), 0.75, table);
        check_chunks(40 * count, value_and_gradient(of_states), 0.75, table);
    }
}

BOOST_AUTO_TEST_CASE(elements_of_several_numbers) {
    for (const std::size_t count : {std::size_t(1), std::size_t(7), std::size_t(20000)}) {
        std::vector<std::array<double, 2>> points(count), centres(12);
        for (auto& each : points) each = {random_number(), random_number()};
        for (auto& each : centres) each = {random_number(), random_number()};
        check_chunks(count, value_and_gradient(k_means), centres, points);
    }
}

BOOST_AUTO_TEST_CASE(jacobians) {
    for (const std::size_t count : counts) {
        const numbers times = random_numbers(count);
        const std::array<double, 2> p{0.5, -0.75};
        check_chunks(1, jacobian(residuals, wrt<0>), p, times);
    }
}

BOOST_AUTO_TEST_CASE(results_and_memory_of_the_caller) {
    const numbers x = random_numbers(100000);
    const subscripts k = random_subscripts(100000, 100000);
    const auto f = value_and_gradient(of_sums, wrt<0, 1>);
    const auto [value, slopes] = f(par.on(threads().two), x, 0.75, k);
    const auto& [wanted_by_x, wanted_by_a] = slopes;
    double y = 0, by_a = 0;
    numbers by_x(x.size()), memory(static_cast<std::size_t>(work_size(f, x, 0.75, k)));
    f.into(y, by_x, by_a).using_workspace(memory)(par.on(threads().three), x, 0.75, k);
    BOOST_TEST(y == value);
    BOOST_TEST(by_x == wanted_by_x);
    BOOST_TEST(by_a == wanted_by_a);
    f.into(y, by_x.data(), by_a)(par, x, 0.75, k);
    BOOST_TEST(by_x == wanted_by_x);
    BOOST_TEST(by_a == wanted_by_a);
}

// Neighbours, in a loop that has another one in it. Beside the results nothing is written: 0 added to -0 would show.
BOOST_AUTO_TEST_CASE(neighbours_beside_other_loops) {
    constexpr auto f = function([](const auto& x) {
        return sum(x, shifted(x, -1, 0.5), shifted(x, 2, -1.),
                   [&](const auto& each, const auto& before, const auto& after) {
                       return max(x, [&](const auto& other) { return other * each; }) * before + after * each;
                   });
    });
    for (const std::size_t count : {std::size_t(1), std::size_t(2), std::size_t(3), std::size_t(700)}) {
        numbers all(count + 8, -0.);
        const std::span<double> slope(all.data() + 4, count);
        const numbers x = random_numbers(count);
        gradient(f).into(slope)(par.on(threads().three), x);
        check_same<double>(numbers(slope.begin(), slope.end()), gradient(f)(x), count);
        for (std::size_t i = 0; i < 4; ++i) BOOST_TEST((std::signbit(all[i]) && std::signbit(all[count + 4 + i])));
    }
}

BOOST_AUTO_TEST_CASE(what_is_no_range) {
    constexpr auto f = function([](const auto& x) { return x * x; });
    BOOST_TEST(f(par, 0.5) == 0.25);
    BOOST_TEST(gradient(f)(par_unseq.on(threads().two), 0.5) == 1);
}
