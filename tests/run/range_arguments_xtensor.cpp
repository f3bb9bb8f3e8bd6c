// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>
#include <pullback/ext/xtensor.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cstddef>
#include <exception>
#include <string>
#include <vector>
#include <xtensor/xview.hpp>

// Arrays of xtensor and views of them: each against vectors of numbers, to the bit.

namespace {

using namespace pullback; // as the bodies say sum(x, f)

constexpr auto deviation = function(
    [](const auto& x, const auto& a) { return sum(x, [&](const auto& each) { return exp(a * each) - each / a; }); });
constexpr auto of_rows = function(
    [](const auto& x) { return sum(x, [](const auto& row) { return sin(sum(row)) * row.size() + dot(row, row); }); });

template <class X>
void check_numbers(const X& x) {
    const auto [gx, ga] = gradient(deviation)(x, 0.7);
    const auto [ex, ea] = gradient(deviation)(std::vector<double>(x.begin(), x.end()), 0.7);
    BOOST_TEST(std::vector<double>(gx.begin(), gx.end()) == ex);
    BOOST_TEST(ga == ea);
}

} // namespace

BOOST_AUTO_TEST_CASE(arrays_and_views_of_one_dimension) {
    const xt::xtensor<double, 2> m{{1, 2, 3}, {4, 5, 6}};
    check_numbers(xt::xtensor<double, 1>{0.5, -1, 2});
    check_numbers(xt::xarray<double>{0.5, -1, 2});
    check_numbers(xt::view(m, xt::all(), 1));
}

BOOST_AUTO_TEST_CASE(arrays_and_views_of_two_dimensions) {
    const xt::xtensor<double, 2> m{{1, 2, 3}, {4, 5, 6}};
    const auto g = gradient(of_rows)(xt::view(m, xt::all(), xt::range(1, 3)));
    row_matrix<double> rows(2, 2);
    for (std::ptrdiff_t i = 0; i < 2; ++i)
        for (std::ptrdiff_t j = 0; j < 2; ++j) rows(i, j) = static_cast<double>(3 * i + j + 2);
    const auto expected = gradient(of_rows)(rows);
    for (std::ptrdiff_t i = 0; i < 2; ++i)
        for (std::ptrdiff_t j = 0; j < 2; ++j) BOOST_TEST(g(i, j) == expected(i, j));
    const auto two_dimensions = [](const std::exception& error) {
        return std::string(error.what()) ==
               "f(x...): x is an xt::xarray of 2 dimensions and taken for one of 1; give rows_of(x), or an "
               "xt::xtensor<T, 2>";
    };
    BOOST_CHECK_EXCEPTION(deviation(xt::xarray<double>{{1, 2}, {3, 4}}, 1.0), range_error, two_dimensions);
}

BOOST_AUTO_TEST_CASE(an_xarray_as_rows) {
    const xt::xarray<double> m{{1, 2, 3}, {4, 5, 6}};
    const auto expected = gradient(of_rows)(xt::xtensor<double, 2>(m));
    const auto g = gradient(of_rows)(rows_of(m));
    static_assert(std::is_same_v<decltype(g), const xt::xtensor<double, 2>>);
    for (std::size_t i = 0; i < 2; ++i)
        for (std::size_t j = 0; j < 3; ++j) BOOST_TEST(g(i, j) == expected(i, j));
    xt::xarray<double> out = xt::ones<double>({2, 3});
    gradient(of_rows).into(rows_of(out))(rows_of(m));
    for (std::size_t i = 0; i < 2; ++i)
        for (std::size_t j = 0; j < 3; ++j) BOOST_TEST(out(i, j) == expected(i, j));
    BOOST_CHECK_THROW(gradient(of_rows).into(rows_of(out))(rows_of(out)), range_error);
    const auto two_dimensions = [](const std::exception& error) {
        return std::string(error.what()) == "rows_of(x): x has 1 dimensions; give an array of 2";
    };
    const xt::xarray<double> line{1, 2, 3};
    BOOST_CHECK_EXCEPTION(of_rows(rows_of(line)), range_error, two_dimensions);
    for (const std::size_t rows : std::array<std::size_t, 5>{0, 1, 2, 7, 9})
        BOOST_TEST(of_rows(rows_of(xt::xarray<double>(xt::ones<double>({rows, std::size_t(3)})))) ==
                   of_rows(xt::xtensor<double, 2>(xt::ones<double>({rows, std::size_t(3)}))));
}

BOOST_AUTO_TEST_CASE(values_and_gradients_go_into_arrays) {
    constexpr auto cubes =
        pullback::function([](const auto& x) { return sum(x, [](const auto& e) { return square(e) * e; }); });
    for (const std::size_t n : {0U, 1U, 3U}) {
        const std::array<std::size_t, 1> shape{n};
        const xt::xtensor<double, 1> x = xt::ones<double>(shape) * 2;
        xt::xtensor<double, 1> slope(shape);
        double value = -1;
        pullback::value_and_gradient(cubes).into(value, slope)(x);
        BOOST_TEST(value == 8 * static_cast<double>(n));
        for (std::size_t i = 0; i < n; ++i) BOOST_TEST(slope(i) == 12);
    }
}
