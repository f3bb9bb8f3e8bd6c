// SPDX-License-Identifier: BSL-1.0
#include "lanes_check.hpp"

#include <pullback.hpp>
#include <pullback/lanes.hpp>
#include <pullback/threads.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cstddef>
#include <vector>

// Rows that loops in a loop with lanes read again and again, which are copied so that their columns lie side by side,
// and rows of lengths of their own below it.

namespace {

using namespace lanes_check;

using element = std::array<int, 2>;

// A mixture of normal distributions whose precisions have triangular factors, as of GradBench.
constexpr auto mixture = function([](const auto& alphas, const auto& means, const auto& diagonals, const auto& below,
                                     const auto& points, const auto& triangle) {
    return sum(points, [&](const auto& x) {
        return log_sum_exp(
            alphas, means, diagonals, below, [&](const auto& alpha, const auto& mean, const auto& q, const auto& l) {
                const auto squares =
                    sum(x, mean, q, triangle, [&](const auto& xi, const auto& mi, const auto& qi, const auto& row) {
                        return square(exp(qi) * (xi - mi) +
                                      sum(row, [&](const auto& e) { return l[e[0]] * (x[e[1]] - mean[e[1]]); }));
                    });
                return alpha + sum(q) - squares / 2;
            });
    });
});
constexpr auto by_all = value_and_gradient(mixture, wrt<0, 1, 2, 3, 4>);

template <class T>
row_matrix<T> some_rows(std::size_t rows, std::size_t columns) {
    row_matrix<T> made(static_cast<std::ptrdiff_t>(rows), static_cast<std::ptrdiff_t>(columns));
    for (std::size_t i = 0; i < rows * columns; ++i) made.data()[i] = static_cast<T>(random_number());
    return made;
}

template <class T>
void check_mixture(std::size_t count, std::size_t dimension) {
    BOOST_TEST_CONTEXT("points " << count << ", dimension " << dimension) {
        const std::size_t terms = 3;
        std::vector<element> elements;
        std::vector<int> rows{0};
        const int size = static_cast<int>(dimension);
        for (int i = 0; i < size; ++i) {
            for (int j = 0; j < i; ++j) elements.push_back({j * (2 * size - j - 1) / 2 + i - j - 1, j});
            rows.push_back(static_cast<int>(elements.size()));
        }
        const std::vector<T> alphas = some<T>(terms);
        const auto means = some_rows<T>(terms, dimension), diagonals = some_rows<T>(terms, dimension),
                   below = some_rows<T>(terms, elements.size()), points = some_rows<T>(count, dimension);
        const auto triangle = rows_of(elements, rows);
        const auto exact = by_all(alphas, means, diagonals, below, points, triangle);
        const std::size_t numbers = 10 * (count + 1) * (dimension + 1);
        check_same<T>(by_all(unseq, alphas, means, diagonals, below, points, triangle), exact, numbers);
        check_same<T>(mixture(unseq, alphas, means, diagonals, below, points, triangle),
                      mixture(alphas, means, diagonals, below, points, triangle), numbers);
        if constexpr (std::is_same_v<T, double>) {
            const auto in_threads = by_all(par_unseq, alphas, means, diagonals, below, points, triangle);
            check_same<T>(in_threads, exact, numbers);
            BOOST_TEST((numbers_of<T>(by_all(par_unseq, alphas, means, diagonals, below, points, triangle)) ==
                        numbers_of<T>(in_threads)));
        }
    }
}

// Points and their nearest centres: nothing is kept but the copies of rows.
constexpr auto nearest = function([](const auto& centres, const auto& points) {
    return sum(points, [&](const auto& point) {
        return min(centres, [&](const auto& centre) {
            return sum(point, centre, [](const auto& x, const auto& c) { return square(x - c); });
        });
    });
});

template <class T>
void check_nearest(std::size_t count, std::size_t dimension) {
    BOOST_TEST_CONTEXT("points " << count << ", dimension " << dimension) {
        const auto centres = some_rows<T>(7, dimension), points = some_rows<T>(count, dimension);
        const auto f = value_and_gradient(nearest, wrt<0>);
        const auto exact = f(centres, points);
        check_same<T>(f(unseq, centres, points), exact, count * dimension);
        check_same<T>(f(par_unseq, centres, points), exact, count * dimension);
        check_same<T>(nearest(unseq, centres, points), nearest(centres, points), count * dimension);
        BOOST_TEST(work_size(f, centres, points) == 0);
        for (const std::ptrdiff_t size : {std::ptrdiff_t(0), work_size(f, unseq, centres, points)}) {
            std::vector<T> memory(static_cast<std::size_t>(size));
            T value(0);
            auto by_centres = centres;
            f.into(value, by_centres).using_workspace(memory)(unseq, centres, points);
            check_same<T>(value, get<0>(exact), count * dimension);
            check_same<T>(by_centres, get<1>(exact), count * dimension);
        }
    }
}

} // namespace

BOOST_AUTO_TEST_CASE(triangles_by_offsets) {
    for (const std::size_t dimension : {std::size_t(1), std::size_t(2), std::size_t(5)})
        for (const std::size_t count : lengths) {
            check_mixture<double>(count, dimension);
            check_mixture<float>(count, dimension);
        }
    check_mixture<double>(1000, 9);
}
BOOST_AUTO_TEST_CASE(nearest_centres) {
    constexpr auto costs = cost<row_matrix<double>, row_matrix<double>>(value_and_gradient(nearest, wrt<0>));
    BOOST_TEST(costs.loops[0].has_lanes); // the points, whose rows are copied
    for (const std::size_t count : {std::size_t(0), std::size_t(1), std::size_t(7), std::size_t(33), std::size_t(1000)})
        for (const std::size_t dimension : {std::size_t(1), std::size_t(5)}) {
            check_nearest<double>(count, dimension);
            check_nearest<float>(count, dimension);
        }
}
