// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

// An integer that is an argument by itself, as a subscript: against the same sum written by hand.

namespace {

using namespace pullback;
using numbers = std::vector<double>;

constexpr auto energy = function([](const auto& x, const auto& a, const auto& k) {
    return a * sin(x[k]) + sum(x, [&](const auto& e) { return square(e - a * x[k]); });
});
constexpr auto of_row = function(
    [](const auto& x, const auto& k) { return sum(x[k], [&](const auto& e) { return exp(e) * x[k].size(); }); });
constexpr auto between =
    function([](const auto& x, const auto& k) { return x[k[1]] * x[k[0]] + shifted(x, 1, 7)[k[0]]; });

void check_close(double a, double b) { BOOST_TEST(std::abs(a - b) <= 1e-13 * (1 + std::abs(b)), a << " and " << b); }

} // namespace

BOOST_AUTO_TEST_CASE(an_argument_is_a_subscript) {
    for (const std::size_t size : std::array<std::size_t, 4>{1, 2, 7, 9})
        for (std::size_t k = 0; k < size; ++k) {
            numbers x(size), v(size);
            for (std::size_t i = 0; i < size; ++i) {
                x[i] = std::sin(1 + 2.3 * static_cast<double>(i));
                v[i] = std::cos(static_cast<double>(i));
            }
            const double a = 0.7;
            double value = a * std::sin(x[k]), by_a = std::sin(x[k]), along_a = std::cos(x[k]) * v[k];
            numbers by_x(size), along(size);
            by_x[k] += a * std::cos(x[k]);
            along[k] += std::cos(x[k]) - a * std::sin(x[k]) * v[k];
            for (std::size_t i = 0; i < size; ++i) {
                const double d = x[i] - a * x[k], step = v[i] - a * v[k] - x[k]; // along (v, 1)
                value += d * d;
                by_x[i] += 2 * d;
                by_x[k] -= 2 * d * a;
                by_a -= 2 * d * x[k];
                along[i] += 2 * step;
                along[k] -= 2 * (step * a + d);
                along_a -= 2 * (step * x[k] + d * v[k]);
            }
            const auto found = value_and_gradient(energy, wrt<0, 1>)(x, a, k);
            const auto second = hvp(energy, wrt<0, 1>)(x, a, static_cast<int>(k), v, 1.0);
            check_close(energy(x, a, k), value);
            check_close(found.value, value);
            check_close(get<1>(found.gradient), by_a);
            check_close(get<1>(second), along_a);
            double slope = by_a;
            for (std::size_t i = 0; i < size; ++i) {
                check_close(get<0>(found.gradient)[i], by_x[i]);
                check_close(get<0>(second)[i], along[i]);
                slope += by_x[i] * v[i];
            }
            check_close(jvp(energy, wrt<0, 1>)(x, a, k, v, 1.0).tangent, slope);
        }
}

BOOST_AUTO_TEST_CASE(an_argument_chooses_a_row) {
    const std::vector<numbers> rows{{1, 2}, {}, {3}};
    row_matrix<double> matrix(2, 2);
    matrix(1, 0) = 2;
    check_close(of_row(rows, 0), 2 * (std::exp(1) + std::exp(2)));
    BOOST_TEST(of_row(rows, 1) == 0);
    check_close(of_row(matrix, 1), 2 * (std::exp(2) + 1));
    const auto by_rows = gradient(of_row, wrt<0>)(rows, 2L);
    check_close(by_rows[2][0], std::exp(3));
    BOOST_TEST(by_rows[0][1] == 0);
    check_close(gradient(of_row, wrt<0>)(matrix, 1)(1, 0), 2 * std::exp(2));
    BOOST_TEST(between(numbers{2, 3, 5}, std::array<int, 2>{0, 2}) == 13);
    BOOST_TEST(between(numbers{2, 3, 5}, std::array<int, 2>{2, 2}) == 32);
    const auto by_x = gradient(between, wrt<0>)(numbers{2, 3, 5}, std::array<int, 2>{0, 2});
    BOOST_TEST(by_x == (numbers{5, 1, 2}), boost::test_tools::per_element());
    // Element 3 of `shifted(x, 1, 7)` is no element of x: nothing of x is read or added to behind its end.
    const auto at_the_edge = gradient(between, wrt<0>)(numbers{2, 3, 5}, std::array<int, 2>{2, 2});
    BOOST_TEST(at_the_edge == (numbers{0, 0, 10}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(an_argument_that_is_no_place_is_an_error) {
    const auto says = [](const char* sentence) {
        return [=](const auto& error) { return std::string(error.what()) == sentence; };
    };
    const numbers x{1, 2, 3};
    BOOST_CHECK_EXCEPTION(
        energy(x, 1.0, 3), range_error,
        says("f(x...): argument 2 is a subscript of argument 0, and 3; it has 3 elements there, which "
             "count from 0"));
    BOOST_CHECK_EXCEPTION(
        energy(x, 1.0, -1), range_error,
        says("f(x...): argument 2 is a subscript of argument 0, and -1; it has 3 elements there, which "
             "count from 0"));
    // Of a type without a sign the largest is said as it is.
    BOOST_CHECK_EXCEPTION(energy(x, 1.0, std::uint64_t(-1)), range_error,
                          says("f(x...): argument 2 is a subscript of argument 0, and 18446744073709551615; it has 3 "
                               "elements there, which count from 0"));
    constexpr auto chosen =
        function([](const auto& y, const auto& k) { return sum(k, [&](const auto& i) { return y[i]; }); });
    BOOST_CHECK_EXCEPTION(chosen(x, std::vector<std::uint64_t>{1, std::uint64_t(-2)}), range_error,
                          says("f(x...): argument 1 holds subscripts of argument 0, and 18446744073709551614 among "
                               "them; it has 3 elements there, which count from 0"));
    BOOST_CHECK_EXCEPTION(chosen(x, std::vector<long>{-7}), range_error,
                          says("f(x...): argument 1 holds subscripts of argument 0, and -7 among them; it has 3 "
                               "elements there, which count from 0"));
    BOOST_CHECK_THROW(energy(numbers{}, 1.0, 0), range_error);
    BOOST_CHECK_THROW(of_row(std::vector<numbers>{{1}}, 1), range_error);
    // An integer that no number of the type of the data is.
    BOOST_CHECK_THROW(energy(std::vector<float>{1, 2}, 1.F, 16777217), range_error);
}
