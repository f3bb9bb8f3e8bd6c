// SPDX-License-Identifier: BSL-1.0
#include "lanes_check.hpp"

#include <pullback.hpp>
#include <pullback/lanes.hpp>
#include <pullback/threads.hpp>

#include <boost/test/unit_test.hpp>

#include <cfenv>
#include <cstddef>
#include <type_traits>
#include <vector>

// Loops in a loop with lanes that have lanes along their own index: for several turns of the outer loop at once, or for
// one after the other. Values and derivatives are those of the loops without lanes, at all lengths around the widths of
// vectors in either direction.

namespace {

using namespace lanes_check;

// Products of rows with a vector, a function of each, and rows that are added up.
constexpr auto logistic = function([](const auto& w, const auto& rows, const auto& y) {
    return sum(rows, y, [&](const auto& row, const auto& label) { return log1p(exp(-label * dot(row, w))); });
});
// Two reductions at once, one of them an extremum, and what is infinite where a product is 0, as of no row.
constexpr auto scaled = function([](const auto& w, const auto& rows, const auto& y) {
    return sum(rows, y, [&](const auto& row, const auto& label) {
        const auto largest = max(row, w, [](const auto& x, const auto& c) { return abs(x * c); });
        const auto size = sum(row, w, [](const auto& x, const auto& c) { return square(x * c) + 1; });
        return label * log(size) / size + sqrt(largest);
    });
});
// Rows that data choose, which are read and added to.
constexpr auto chosen = function([](const auto& w, const auto& rows, const auto& y) {
    return sum(rows, y, [&](const auto& row, const auto& label) {
        const auto nearest = argmin(rows, [&](const auto& other) {
            return sum(row, other, [&](const auto& a, const auto& b) { return square(a - b + label); });
        });
        return sum(row, rows[nearest], w,
                   [](const auto& a, const auto& b, const auto& c) { return c * square(a * b); });
    });
});
// A function of each element, which is called row by row.
constexpr auto bent = function([](const auto& w, const auto& rows, const auto& y) {
    return sum(rows, y, [&](const auto& row, const auto& label) {
        const auto z = exp(label);
        return sqrt(
            z + sum(row, w, [&](const auto& x, const auto& c) { return select(x < z, exp(x * c), square(tanh(c))); }));
    });
});
// Ranges as results: the products themselves.
constexpr auto products = function([](const auto& w, const auto& rows, const auto& y) {
    return map(rows, y, [&](const auto& row, const auto& label) { return tanh(label * dot(row, w)); });
});

template <class T>
row_matrix<T> some_rows(std::size_t rows, std::size_t columns) {
    row_matrix<T> made(static_cast<std::ptrdiff_t>(rows), static_cast<std::ptrdiff_t>(columns));
    for (std::size_t i = 0; i < rows * columns; ++i) made.data()[i] = static_cast<T>(random_number());
    return made;
}

template <class T, class F>
void check_rows(F f, std::size_t count, std::size_t size) {
    BOOST_TEST_CONTEXT(count << " rows of " << size) {
        const std::vector<T> w = some<T>(size), y = some<T>(count);
        const auto rows = some_rows<T>(count, size);
        const std::size_t terms = 10 * (count + 1) * (size + 1);
        std::feclearexcept(FE_ALL_EXCEPT);
        const auto value = f(unseq, w, rows, y);
        BOOST_TEST(std::fetestexcept(FE_DIVBYZERO) == 0);
        check_same<T>(value, f(w, rows, y), terms);
        constexpr auto by = wrt<0, 1>;
        if constexpr (std::is_same_v<std::remove_const_t<decltype(value)>, T>)
            check_same<T>(value_and_gradient(f, by)(unseq, w, rows, y), value_and_gradient(f, by)(w, rows, y), terms);
        else check_same<T>(vjp(f, by)(unseq, w, rows, y, y).cotangent, vjp(f, by)(w, rows, y, y).cotangent, terms);
    }
}
constexpr std::size_t sizes[] = {0, 1, 2, 7, 8, 15, 17};
template <class T, class F>
void check_tiles(F f, std::size_t fewest = 0, std::size_t shortest = 0) {
    for (std::size_t count = fewest; count <= 33; ++count)
        for (const std::size_t size : sizes)
            if (size >= shortest) check_rows<T>(f, count, size);
    for (std::size_t size = shortest; size <= 33; ++size) check_rows<T>(f, 17, size);
}

} // namespace

BOOST_AUTO_TEST_CASE(rows_that_are_added_up) {
    check_tiles<double>(logistic);
    check_tiles<float>(logistic);
}
BOOST_AUTO_TEST_CASE(extrema_of_rows) { check_tiles<double>(scaled, 0, 1); }
BOOST_AUTO_TEST_CASE(rows_that_data_choose) { check_tiles<double>(chosen, 1); }
BOOST_AUTO_TEST_CASE(functions_of_elements) { check_tiles<float>(bent); }
BOOST_AUTO_TEST_CASE(products_as_results) { check_tiles<double>(products); }
BOOST_AUTO_TEST_CASE(rows_on_several_threads) {
    constexpr auto called = value_and_gradient(logistic, wrt<0, 1>);
    for (const std::size_t count : {std::size_t(1), std::size_t(29), std::size_t(3000)}) {
        const std::vector<double> w = some<double>(21), y = some<double>(count);
        const auto rows = some_rows<double>(count, 21);
        const auto found = called(par_unseq, w, rows, y);
        check_same<double>(found, called(w, rows, y), 100 * count);
        BOOST_TEST((numbers_of<double>(called(par_unseq, w, rows, y)) == numbers_of<double>(found)));
    }
}
