// SPDX-License-Identifier: BSL-1.0
#if __has_include(<mdspan>)
#include <mdspan>
#endif

#include <pullback.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <vector>

// Views of one and two dimensions of the standard library, where it has them: against the same numbers in a vector and
// in a matrix of rows.

namespace {

using pullback::gradient;
using pullback::wrt;
using numbers = std::vector<double>;

constexpr auto squares = pullback::function(
    [](const auto& rows, const auto& x) { return sum(rows, [&](const auto& row) { return square(dot(row, x)); }); });
constexpr auto each = pullback::function(
    [](const auto& x) { return map(x, [](const auto& element) { return exp(element) * element; }); });

const numbers memory{1, 2, 3, 4, 5, 6}, x{1, 2, 3};

} // namespace

BOOST_AUTO_TEST_CASE(rows_of_memory) {
    const auto rows = pullback::strided(memory.data(), 2, 3, 3, 1);
    BOOST_TEST(squares(rows, x) == 14 * 14 + 32 * 32);
    BOOST_TEST(gradient(squares, wrt<0>)(rows, x)(1, 2) == 2 * 32 * 3);
    BOOST_TEST(each(x)[0] == std::exp(1.0));
}

#if defined(__cpp_lib_mdspan)

template <class A>
void check(const A& view, const numbers& of_rows, const numbers& of_x) {
    const std::mdspan<const double, std::dextents<int, 1>> by(x.data(), 3);
    BOOST_TEST_CONTEXT("extents " << view.extent(0) << " and " << view.extent(1)) {
        const auto [found, found_x] = gradient(squares)(view, by);
        BOOST_TEST(found_x == of_x, boost::test_tools::per_element());
        for (int i = 0; i < 2; ++i)
            for (int j = 0; j < 3; ++j) BOOST_TEST(found(i, j) == of_rows[static_cast<std::size_t>(3 * i + j)]);

        numbers stored(6);
        const std::mdspan<double, std::dextents<int, 2>> into(stored.data(), 2, 3);
        gradient(squares, wrt<0>).into(into)(view, by);
        BOOST_TEST(stored == of_rows, boost::test_tools::per_element());
    }
}

BOOST_AUTO_TEST_CASE(matrices_of_all_layouts) {
    const double* const data = memory.data();
    const numbers of_rows{28, 56, 84, 64, 128, 192}, of_x{2 * 14 + 8 * 32, 4 * 14 + 10 * 32, 6 * 14 + 12 * 32};
    check(std::mdspan<const double, std::dextents<int, 2>>(data, 2, 3), of_rows, of_x);
    check(std::mdspan<const double, std::extents<std::size_t, 2, 3>>(data), of_rows, of_x);
    const numbers by_columns{1, 4, 2, 5, 3, 6};
    check(std::mdspan<const double, std::dextents<long, 2>, std::layout_left>(by_columns.data(), 2, 3), of_rows, of_x);
    using strides = std::layout_stride::mapping<std::dextents<int, 2>>;
    check(std::mdspan<const double, std::dextents<int, 2>, std::layout_stride>(
              by_columns.data(), strides(std::dextents<int, 2>(2, 3), std::array{1, 2})),
          of_rows, of_x);
    const std::mdspan<const double, std::dextents<int, 2>> empty(data, 0, 3);
    BOOST_TEST(squares(empty, x) == 0);
    BOOST_TEST(gradient(squares, wrt<1>)(empty, x) == numbers(3), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(one_dimension_as_argument_and_as_result) {
    numbers stored(3);
    const std::mdspan<double, std::dextents<int, 1>> into(stored.data(), 3);
    const std::mdspan<const double, std::dextents<int, 1>> from(x.data(), 3);
    each.into(into)(from);
    BOOST_TEST(stored == each(x), boost::test_tools::per_element());
    // What a mistake would write to is refused.
    BOOST_CHECK_THROW(each.into(std::mdspan<double, std::dextents<int, 1>>(stored.data(), 2))(from),
                      pullback::range_error);
}

#endif
