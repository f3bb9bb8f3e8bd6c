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

} // namespace

BOOST_AUTO_TEST_CASE(triangles_by_offsets) {
    for (const std::size_t dimension : {std::size_t(1), std::size_t(2), std::size_t(5)})
        for (const std::size_t count : lengths) {
            check_mixture<double>(count, dimension);
            check_mixture<float>(count, dimension);
        }
    check_mixture<double>(1000, 9);
}
