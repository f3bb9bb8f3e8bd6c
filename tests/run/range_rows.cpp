// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

// Ranges beside arrays of fixed size, ranges of rows, subscripts that are data, and what is checked of them.

namespace {

using namespace pullback; // as plain numbers are called with the words too

template <class T>
struct observation {
    std::array<T, 3> x;
    T y;
};
using number_list = std::vector<double>;

void check_close(double a, double b) { BOOST_TEST(std::abs(a - b) <= 1e-13 * (1 + std::abs(b)), a << " and " << b); }
void check_error(auto&& call, const std::string& sentence) {
    std::string said;
    try {
        call();
    } catch (const range_error& error) {
        said = error.what();
    }
    BOOST_TEST(said == sentence);
}

constexpr std::size_t count_of_rows = 5;
template <class Row>
Row row_at(std::size_t i) {
    const double t = 0.3 + static_cast<double>(i);
    return {{std::sin(t), std::cos(2 * t), t / 3}, std::sin(t * t)};
}

constexpr auto loss_body = [](const auto& weights, const auto& rows) {
    return sum(rows, [&](const auto& row) { return square(dot(weights, row.x) - row.y) * norm(row.x); }) +
           max(weights, rows[1].x, [](const auto& w, const auto& x) { return w * x; });
};
constexpr auto loss = function(loss_body);

// Rows of three as a matrix.
constexpr auto quadratic_body = [](const auto& rows, const auto& x, const auto& y) {
    const auto image = matrix_vector(rows, x);
    return dot(image, y) +
           squared_norm(image) * sum(matrix_vector(transposed(rows), y), [](const auto& e) { return exp(e); }) +
           squared_norm(matrix_matrix(transposed(rows), rows)) + squared_norm(shifted(rows, -1, 1));
};
constexpr auto quadratic = function(quadratic_body);

} // namespace

BOOST_AUTO_TEST_CASE(arrays_go_beside_ranges) {
    std::array<observation<double>, count_of_rows> rows;
    for (std::size_t i = 0; i < count_of_rows; ++i) rows[i] = row_at<observation<double>>(i);
    const std::vector<observation<double>> data(rows.begin(), rows.end());
    const std::array<double, 3> weights{0.2, -0.7, 1.1};
    const number_list long_weights(weights.begin(), weights.end());
    const double expected = loss(weights, rows);
    const auto [slope, rows_slope] = gradient(loss)(weights, rows);
    // Both arrays, and one of run-time length.
    check_close(loss(weights, data), expected);
    check_close(loss(long_weights, data), expected);
    check_close(loss_body(long_weights, data), expected);
    const auto [fixed, fixed_rows] = gradient(loss)(weights, data);
    const auto [free, free_rows] = gradient(loss)(long_weights, data);
    for (std::size_t i = 0; i < 3; ++i) {
        check_close(fixed[i], slope[i]);
        check_close(free[i], slope[i]);
    }
    for (std::size_t i = 0; i < count_of_rows; ++i) {
        check_close(free_rows[i].y, rows_slope[i].y);
        for (std::size_t k = 0; k < 3; ++k) check_close(free_rows[i].x[k], rows_slope[i].x[k]);
        for (std::size_t k = 0; k < 3; ++k) check_close(fixed_rows[i].x[k], rows_slope[i].x[k]);
    }
    check_error([&] { loss(number_list(4), data); },
                "f(x...): f goes through argument 0 and an array of 3 side by side, but the argument has 4 elements "
                "there; give as many");
    check_error([&] { loss(weights, std::vector<observation<double>>(1)); },
                "x[k]: f reads 2 elements of argument 1 by constant subscripts, but it has 1 elements there; give at "
                "least as many");
}

BOOST_AUTO_TEST_CASE(matrices_are_ranges_of_rows) {
    std::array<std::array<double, 3>, count_of_rows> rows;
    std::array<double, count_of_rows> y;
    for (std::size_t i = 0; i < count_of_rows; ++i) {
        rows[i] = row_at<observation<double>>(i).x;
        y[i] = std::cos(static_cast<double>(i));
    }
    const std::array<double, 3> x{0.3, -0.4, 0.5};
    const std::vector<std::array<double, 3>> data(rows.begin(), rows.end());
    const number_list long_y(y.begin(), y.end());
    const double expected = quadratic(rows, x, y);
    check_close(quadratic(data, x, long_y), expected);
    check_close(quadratic_body(data, x, long_y), expected);
    const std::vector<number_list> lists(count_of_rows, number_list(3));
    check_close(quadratic_body(lists, x, long_y), 3); // the row before the first is of ones
    const auto [by_rows, by_x, by_y] = gradient(quadratic)(rows, x, y);
    const auto [by_data, by_same_x, by_long_y] = gradient(quadratic)(data, x, long_y);
    for (std::size_t i = 0; i < count_of_rows; ++i) {
        check_close(by_long_y[i], by_y[i]);
        for (std::size_t k = 0; k < 3; ++k) check_close(by_data[i][k], by_rows[i][k]);
    }
    for (std::size_t k = 0; k < 3; ++k) check_close(by_same_x[k], by_x[k]);
}

BOOST_AUTO_TEST_CASE(extrema_and_data_are_subscripts) {
    constexpr auto f = function([](const auto& x, const auto& y, const auto& k) {
        const auto neighbours = shifted(x, 1, 4);
        return x[argmax(x)] * y[argmin(x, [](const auto& e) { return square(e); })] +
               sum(k, [&](const auto& i) { return square(neighbours[i]) * y[i]; }) +
               sum(indices(k), [&](const auto& i) { return x[i]; });
    });
    const number_list x{1, -5, 3, -0.5}, y{2, 3, 4, 5};
    const std::vector<int> k{3, 0, 0};
    check_close(f(x, y, k), 3 * 5 + 16 * 5 + 25 * 2 + 25 * 2 + (1 - 5 + 3));
    const auto [by_x, by_y] = gradient(f, wrt<0, 1>)(x, y, k);
    BOOST_TEST(by_x == (number_list{1, 1 - 2 * 5 * 2 * 2, 1 + 5, 0}), boost::test_tools::per_element());
    BOOST_TEST(by_y == (number_list{50, 0, 0, 3 + 16}), boost::test_tools::per_element());
    check_error([&] { f(x, y, std::vector<int>(5)); },
                "x[k]: f takes the elements of argument 0 by the places of those of argument 2, but it has 4 elements "
                "there and the other 5; give at least as many");
    BOOST_CHECK_THROW(f(x, y, std::vector<int>{4}), range_error);
    BOOST_CHECK_THROW(f(x, number_list{1, 2, 3}, std::vector<int>{1}), range_error);
    BOOST_CHECK_THROW(f(number_list(), number_list(), std::vector<int>()), range_error);
}

BOOST_AUTO_TEST_CASE(plain_numbers_are_ranges_too) {
    const number_list x{1, 2, 4};
    const std::vector<int> whole{1, 2, 4};
    BOOST_TEST(pullback::sum(whole) == 7);
    BOOST_TEST(pullback::mean(std::vector<int>{1, 2}) == 1.5);
    BOOST_TEST(pullback::max(whole) == 4);
    BOOST_TEST(pullback::argmax(x, [](double e) { return -e; }) == 0);
    BOOST_TEST(pullback::product(number_list()) == 1);
    BOOST_TEST(pullback::sum(number_list()) == 0);
    BOOST_TEST(pullback::log_sum_exp(number_list()) == -std::numeric_limits<double>::infinity());
    check_close(pullback::log_sum_exp(x), std::log(std::exp(1) + std::exp(2) + std::exp(4)));
    BOOST_TEST(pullback::count(whole, [](int e) { return e > 1; }) / 4 == 0.5);
    BOOST_TEST(pullback::all(x, [](double e) { return e > 0; }));
    BOOST_TEST(!pullback::any(x, [](double e) { return e < 0; }));
    BOOST_TEST(pullback::norm(std::vector<std::array<double, 2>>{{3, 0}, {0, 4}}) == 5);
    const auto twice = pullback::map(number_list{1, 2, 3}, [](double e) { return 2 * e; }); // keeps the temporary
    BOOST_TEST(pullback::sum(pullback::shifted(twice, 1, 10.)) == 20);
    BOOST_TEST(pullback::sum(pullback::indices(4)) == 6);
    static_assert(
        pullback::dot(std::array{1., 2.}, pullback::map(std::array{3., 4.}, [](double e) { return e + 1; })) == 14);
    check_error([&] { pullback::dot(x, number_list{1}); },
                "sum(x, y, f), map(x, y, f), ...: x and y are of different lengths; give sequences of one length");
    check_error([&] { pullback::min(number_list()); },
                "max(x, f), min(x, f): x is empty, so there is none; give it an element");
}
