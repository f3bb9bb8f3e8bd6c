// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <cstddef>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

// Rows of lengths of their own: against the same row by row, and where they are of one length, against a matrix.

namespace {

using numbers = std::vector<double>;
using rows = std::vector<numbers>;
using namespace pullback; // as the bodies say sum(x, f)

struct entry {
    int column;
    double value;
};

constexpr auto of_row = function([](const auto& x, const auto& a) {
    return sin(a * sum(x)) * x.size() +
           sum(x, [&](const auto& p) { return exp(p * sum(x, [&](const auto& q) { return sin(p * q); })); });
});
constexpr auto of_rows = function([](const auto& x, const auto& a) {
    return sum(x, [&](const auto& row) {
        return sin(a * sum(row)) * row.size() +
               sum(row, [&](const auto& p) { return exp(p * sum(row, [&](const auto& q) { return sin(p * q); })); });
    });
});
// The rows are met in deeper loops than the elements of a row.
constexpr auto deeper = function([](const auto& x, const auto& y) {
    return sum(y, y,
               [&](const auto& p, const auto& q) {
                   return sum(y, [&](const auto& r) {
                       return sum(x, [&](const auto& row) { return row.size() * p * q * r; });
                   });
               }) +
           sum(x, [](const auto& row) { return sum(row, [](const auto& each) { return square(each); }); });
});
constexpr auto residuals = function([](const auto& x, const auto& matrix, const auto& y) {
    return sum(matrix, y, [&](const auto& row, const auto& b) {
        return square(sum(row,
                          [&](const auto& e) {
                              const auto& [column, value] = e;
                              return value * x[column];
                          }) -
                      b);
    });
});

void check_close(double a, double b) { BOOST_TEST(std::abs(a - b) <= 1e-13 * (1 + std::abs(b)), a << " and " << b); }

} // namespace

BOOST_AUTO_TEST_CASE(each_row_is_as_long_as_it_is) {
    const rows x{{0.1, 0.2, -0.3}, {}, {0.5}, {1, -1, 0.25, 0.75, 0.5}};
    const auto [gx, ga] = gradient(of_rows)(x, 0.7);
    const auto [hx, ha] = hvp(of_rows)(x, 0.7, x, 0.5);
    double value = 0, by_a = 0, along = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        value += of_row(x[i], 0.7);
        const auto [ex, ea] = gradient(of_row)(x[i], 0.7);
        const auto [exx, eaa] = hvp(of_row)(x[i], 0.7, x[i], 0.5);
        BOOST_TEST_REQUIRE(gx[i].size() == x[i].size());
        for (std::size_t j = 0; j < x[i].size(); ++j) check_close(gx[i][j], ex[j]), check_close(hx[i][j], exx[j]);
        by_a += ea;
        along += eaa;
    }
    check_close(of_rows(x, 0.7), value);
    check_close(ga, by_a);
    check_close(ha, along);
}

BOOST_AUTO_TEST_CASE(rows_of_one_length_are_a_matrix) {
    const rows x{{0.1, 0.2}, {0.3, -0.4}, {1, 0.5}};
    row_matrix<double> matrix(3, 2);
    for (std::size_t i = 0; i < 3; ++i)
        for (std::size_t j = 0; j < 2; ++j)
            matrix(static_cast<std::ptrdiff_t>(i), static_cast<std::ptrdiff_t>(j)) = x[i][j];
    const auto [gx, ga] = gradient(of_rows)(x, 0.7);
    const auto [em, ea] = gradient(of_rows)(matrix, 0.7);
    BOOST_TEST(ga == ea);
    for (std::size_t i = 0; i < 3; ++i)
        for (std::size_t j = 0; j < 2; ++j)
            BOOST_TEST(gx[i][j] == em(static_cast<std::ptrdiff_t>(i), static_cast<std::ptrdiff_t>(j)));
}

BOOST_AUTO_TEST_CASE(loops_over_elements_stand_in_those_over_rows) {
    const auto [gx, gy] = gradient(deeper)(rows{{1, 2}, {3}}, numbers{1, 2});
    BOOST_TEST(gx[0][1] == 4);
    BOOST_TEST(gx[1][0] == 6);
    BOOST_TEST(gy[0] == 2 * 1 * 3 * 3 + 5 * 3);
}

BOOST_AUTO_TEST_CASE(a_sparse_matrix_by_rows) {
    const std::vector<entry> entries{{0, 1}, {2, 3}, {1, 2}, {0, 1}, {1, 1}};
    const std::vector<int> offsets{0, 2, 3, 5};
    const numbers x{1, 2, 3}, y{1, 1, 1};
    BOOST_TEST(residuals(x, rows_of(entries, offsets), y) == 94);
    const auto [gx, gm, gy] = gradient(residuals)(x, rows_of(entries, offsets), y);
    BOOST_TEST(gx == (numbers{22, 16, 54}), boost::test_tools::per_element());
    BOOST_TEST(gy == (numbers{-18, -6, -4}), boost::test_tools::per_element());
    BOOST_TEST(gm(0, 1).value == 54);
    BOOST_TEST(gm(2, 1).value == 8);
    BOOST_TEST(gm(2, 1).column == 0);
    // Views of both, and of one of them.
    const std::span<const entry> some_entries(entries);
    const std::span<const int> some_offsets(offsets);
    BOOST_TEST(residuals(x, rows_of(some_entries, some_offsets), y) == 94);
    BOOST_TEST(residuals(x, rows_of(some_entries, offsets), y) == 94);
    const auto [vx, vm, vy] = gradient(residuals)(x, rows_of(some_entries, offsets), y);
    BOOST_TEST(vx == gx, boost::test_tools::per_element());
    BOOST_TEST(vm(2, 1).value == gm(2, 1).value);
    // What a derivative is, is an argument: all columns are 0 there.
    const double first = gm(0, 0).value + gm(0, 1).value;
    BOOST_TEST(residuals(numbers{1}, gm, numbers{first, gm(1, 0).value, 0}) ==
               (gm(2, 0).value + gm(2, 1).value) * (gm(2, 0).value + gm(2, 1).value));
}

BOOST_AUTO_TEST_CASE(results_of_rows_in_place) {
    constexpr auto squared_norms =
        function([](const auto& all) { return map(all, [](const auto& row) { return squared_norm(row); }); });
    rows x{{1, 2, 2}, {}, {3}};
    numbers result(3, 7), nothing;
    squared_norms.into(result)(x);
    BOOST_TEST(result == (numbers{9, 0, 9}), boost::test_tools::per_element());
    squared_norms.into(nothing)(rows{});
    squared_norms.into(nothing)(rows_of(nothing, std::vector<int>{}));
    const std::vector<unsigned> offsets{0, 3, 3, 4};
    numbers values{1, 2, 2, 3, 7, 7, 7};
    squared_norms.into(values.data() + 4)(rows_of(values, offsets));
    BOOST_TEST(values[4] == 9);
    // Rows in a view are a place for results too.
    constexpr auto total =
        function([](const auto& all) { return sum(all, [](const auto& row) { return squared_norm(row); }); });
    numbers slopes(5, 7);
    const std::span<double> first_slopes(slopes.data(), 4);
    gradient(total).into(rows_of(first_slopes, offsets))(rows_of(values, offsets));
    BOOST_TEST(slopes == (numbers{2, 4, 4, 6, 7}), boost::test_tools::per_element());
    BOOST_CHECK_THROW(squared_norms.into(values.data() + 1)(rows_of(values, offsets)), range_error);
    BOOST_CHECK_THROW(squared_norms.into(x[0])(x), range_error);
}

BOOST_AUTO_TEST_CASE(rows_that_do_not_fit_are_errors) {
    const auto says = [](const char* sentence) {
        return [=](const auto& error) { return std::string(error.what()) == sentence; };
    };
    const std::vector<entry> entries{{0, 1}, {2, 3}, {1, 2}};
    const numbers x{1, 2, 3}, y{1, 1};
    BOOST_CHECK_EXCEPTION(
        residuals(x, rows_of(entries, std::vector<int>{0, 2, 4}), y), range_error,
        says("rows_of(values, offsets): offset number 2 is 4; offsets must not fall, and none is above "
             "the number of values, 3"));
    BOOST_CHECK_THROW(residuals(x, rows_of(entries, std::vector<int>{0, 2, 1}), y), range_error);
    BOOST_CHECK_THROW(residuals(numbers{1, 2}, rows_of(entries, std::vector<int>{0, 2, 3}), y), range_error);
    constexpr auto side_by_side = function(
        [](const auto& a, const auto& b) { return sum(a, b, [](const auto& p, const auto& q) { return dot(p, q); }); });
    const rows a{{1, 2}, {3}}, b{{1, 2}, {3, 4}};
    BOOST_TEST(side_by_side(a, a) == 14);
    BOOST_CHECK_EXCEPTION(side_by_side(a, b), range_error,
                          says("f(x...): f goes through rows of arguments 0 and 1 side by side, but at row 1 one has 1 "
                               "elements and the other 2; give as many of both"));
    constexpr auto times = function(
        [](const auto& all, const auto& v) { return sum(all, [&](const auto& row) { return square(dot(row, v)); }); });
    BOOST_TEST(times(rows{{1, 2}, {3, 4}}, numbers{1, 1}) == 58);
    BOOST_CHECK_THROW(times(a, numbers{1, 1}), range_error);
    constexpr auto largest =
        function([](const auto& all) { return sum(all, [](const auto& row) { return max(row); }); });
    BOOST_TEST(largest(b) == 6);
    BOOST_CHECK_THROW(largest(rows{{1}, {}}), range_error);
}
