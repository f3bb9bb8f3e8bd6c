// SPDX-License-Identifier: BSL-1.0
#include "batches.hpp"
#include "row_of_three.hpp"

#include <pullback.hpp>
#include <pullback/ext/xsimd.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

// Every function of the table gives in batches what it gives for single numbers, value and derivatives.

namespace {

using batches::near;

/// Value and gradient.
template <class S>
using result = std::array<S, 4>;

// Not for each row, which would be slow to compile.
template <class S>
void compare(const char* name, const std::vector<std::array<S, 3>>& points, const std::vector<result<S>>& computed,
             const std::vector<result<S>>& wanted) {
    for (std::size_t i = 0; i < points.size(); ++i)
        for (std::size_t k = 0; k < 4; ++k)
            BOOST_CHECK_MESSAGE(near(computed[i][k], wanted[i][k]),
                                name << " at " << points[i][0] << ", " << points[i][1] << ", " << points[i][2] << ": "
                                     << computed[i][k] << ", not " << wanted[i][k] << " (result " << k << ")");
}

template <class Row, class S>
void check_row(const std::vector<std::array<S, 3>>& points) {
    using batch = xsimd::batch<S>;
    constexpr auto both = pullback::value_and_gradient(pullback::function(row_of_three<Row>));
    std::vector<result<S>> computed(points.size()), wanted(points.size());
    for (std::size_t i = 0; i < points.size(); ++i) {
        const auto [value, gradient] = both(points[i]);
        wanted[i] = {value, gradient[0], gradient[1], gradient[2]};
    }
    for (std::size_t first = 0; first < points.size(); first += batch::size) {
        const std::size_t start = std::min(first, points.size() - batch::size);
        std::array<batch, 3> argument;
        S lanes[4][batch::size];
        for (std::size_t k = 0; k < 3; ++k) {
            for (std::size_t i = 0; i < batch::size; ++i) lanes[k][i] = points[start + i][k];
            argument[k] = batch::load_unaligned(lanes[k]);
        }
        const auto [value, gradient] = both(argument);
        value.store_unaligned(lanes[0]);
        for (std::size_t k = 0; k < 3; ++k) gradient[k].store_unaligned(lanes[k + 1]);
        for (std::size_t i = 0; i < batch::size; ++i)
            computed[start + i] = {lanes[0][i], lanes[1][i], lanes[2][i], lanes[3][i]};
    }
    compare(Row::name, points, computed, wanted);
}

template <class S>
void check_table() {
    constexpr S infinity = std::numeric_limits<S>::infinity(), nan = std::numeric_limits<S>::quiet_NaN();
    const S numbers[] = {S(0.25), S(-0.75), S(0.5), S(2.5), S(-3.25), S(7),     S(1),     S(-1),     S(3),
                         S(24.5), S(1e-3),  S(0),   S(-0.), S(1e20),  S(-1e20), infinity, -infinity, nan};
    std::vector<std::array<S, 3>> points;
    for (const S x : numbers)
        for (const S y : numbers) points.push_back({x, y, S(1.5)});
    pullback::functions::table::for_each([&]<class Row>(Row) { check_row<Row>(points); });
}

} // namespace

BOOST_AUTO_TEST_CASE(functions_of_double) { check_table<double>(); }
BOOST_AUTO_TEST_CASE(functions_of_float) { check_table<float>(); }
