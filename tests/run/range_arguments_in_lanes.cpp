// SPDX-License-Identifier: BSL-1.0
#include "lanes_check.hpp"

#include <pullback.hpp>
#include <pullback/lanes.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cstddef>
#include <vector>

// Elements of several numbers, rows, numbers of other types and memory with gaps in lanes.

namespace {

using namespace lanes_check;

template <class T>
struct observation {
    std::array<T, 3> at;
    T seen;
};
constexpr auto residuals = function([](const auto& weights, const auto& observations) {
    return sum(observations, [&](const auto& o) {
        const auto z = weights[0] * o.at[0] + weights[1] * o.at[1] + weights[2] * o.at[2];
        return softplus(z) - o.seen * z;
    });
});
constexpr auto k_means = function([](const auto& centres, const auto& points) {
    return sum(points, [&](const auto& point) {
        return min(centres,
                   [&](const auto& centre) { return square(point[0] - centre[0]) + square(point[1] - centre[1]); });
    });
});
constexpr auto rows = function([](const auto& weights, const auto& table) {
    return sum(table, [&](const auto& row) { return sin(sum(row, [&](const auto& x) { return x * x * weights; })); });
});
constexpr auto regression = function([](const auto& weights, const auto& table, const auto& y) {
    return sum(table, y, [&](const auto& row, const auto& label) { return log1p(exp(-label * dot(row, weights))); });
});
constexpr auto mixed = function([](const auto& weight, const auto& x, const auto& k) {
    return sum(x, k, [&](const auto& each, const auto& i) { return exp(weight * each) * i; });
});

} // namespace

BOOST_AUTO_TEST_CASE(elements_of_several_numbers) {
    for (const std::size_t count : lengths) {
        std::vector<observation<double>> data(count);
        for (auto& each : data) each = {{random_number(), random_number(), random_number()}, random_number()};
        const std::array<double, 3> weights{0.5, -1, 0.25};
        check_same<double>(value_and_gradient(residuals, wrt<0>)(unseq, weights, data),
                           value_and_gradient(residuals, wrt<0>)(weights, data), count);
        const auto lanes = gradient(residuals, wrt<1>)(unseq, weights, data),
                   exact = gradient(residuals, wrt<1>)(weights, data);
        for (std::size_t i = 0; i < count; ++i) {
            check_close(lanes[i].seen, exact[i].seen);
            for (std::size_t k = 0; k < 3; ++k) check_close(lanes[i].at[k], exact[i].at[k]);
        }
        std::vector<std::array<double, 2>> points(count), centres(count / 2 + 1);
        for (auto& each : points) each = {random_number(), random_number()};
        for (auto& each : centres) each = {random_number(), random_number()};
        check_same<double>(value_and_gradient(k_means)(unseq, centres, points),
                           value_and_gradient(k_means)(centres, points), count);
    }
}

BOOST_AUTO_TEST_CASE(rows_of_matrices_and_rows_of_lengths_of_their_own) {
    for (const std::size_t count : lengths) {
        std::vector<numbers> table(count);
        for (numbers& each : table) each = random_numbers(generator() % 40);
        check_same<double>(value_and_gradient(rows)(unseq, 0.75, table), value_and_gradient(rows)(0.75, table),
                           40 * count);
        for (const std::size_t width : {std::size_t(1), std::size_t(5), std::size_t(8), std::size_t(19)}) {
            row_matrix<double> matrix(static_cast<std::ptrdiff_t>(count), static_cast<std::ptrdiff_t>(width));
            for (std::size_t i = 0; i < count * width; ++i) matrix.data()[i] = random_number();
            const numbers weights = random_numbers(width), y = random_numbers(count);
            check_same<double>(value_and_gradient(regression)(unseq, weights, matrix, y),
                               value_and_gradient(regression)(weights, matrix, y), 40 * count);
            check_same<double>(hessian(regression, wrt<0>)(unseq, weights, matrix, y),
                               hessian(regression, wrt<0>)(weights, matrix, y), 40 * count);
        }
    }
}

BOOST_AUTO_TEST_CASE(data_of_other_types_and_memory_with_gaps) {
    for (const std::size_t count : lengths) {
        const std::vector<float> x = some<float>(count);
        const subscripts k = random_subscripts(count, 5);
        check_same<double>(value_and_gradient(mixed, wrt<0>)(unseq, 0.75, x, k),
                           value_and_gradient(mixed, wrt<0>)(0.75, x, k), count);
        const numbers wide = random_numbers(3 * count + 1);
        const auto every_third = strided(wide.data(), static_cast<std::ptrdiff_t>(count), std::ptrdiff_t(3));
        check_same<double>(value_and_gradient(mixed, wrt<0, 1>)(unseq, 0.75, every_third, k),
                           value_and_gradient(mixed, wrt<0, 1>)(0.75, every_third, k), count);
    }
}
