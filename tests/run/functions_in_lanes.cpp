// SPDX-License-Identifier: BSL-1.0
#include "row_of_three.hpp"

#include <pullback.hpp>
#include <pullback/functions/more.hpp>
#include <pullback/lanes.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

// Every function gives in lanes what it gives for single numbers, value and derivatives, at the edges too. Where all
// functions used are those of the C library for vectors, results are few units in the last place apart.

namespace {

template <class Row>
constexpr auto both = pullback::value_and_gradient(pullback::function(row_of_three<Row>));

// Value and gradient of several functions, because a program for each would be slow to compile.
template <class... Row>
constexpr auto mapped = pullback::function([](const auto& points) {
    return map(points, [](const auto& point) {
        using T = typename std::remove_cvref_t<decltype(point)>::value_type;
        std::array<T, 4 * sizeof...(Row)> all{};
        std::size_t next = 0;
        const auto put = [&](const auto& result) {
            const auto& [value, gradient] = result;
            all[next++] = value;
            for (const auto& each : gradient) all[next++] = each;
        };
        (put(both<Row>(point)), ...);
        return all;
    });
});

template <class S>
bool is_near(S a, S b) {
    if (a != a || b != b || std::isinf(a) || std::isinf(b)) return a == b || (a != a && b != b);
    return std::abs(a - b) <= 16 * std::numeric_limits<S>::epsilon() * std::max(std::abs(b), S(1)) ||
           std::abs(a - b) <= std::numeric_limits<S>::min();
}
template <class S>
void compare(const char* name, const std::array<S, 3>& at, S computed, S wanted) {
    BOOST_CHECK_MESSAGE(is_near(computed, wanted), name << " at " << at[0] << ", " << at[1] << ", " << at[2] << ": "
                                                        << computed << ", not " << wanted);
}

template <class Row, class S>
void check_row(const std::vector<std::array<S, 3>>& points, const auto& computed, std::size_t first) {
    for (std::size_t i = 0; i < points.size(); ++i) {
        const auto [value, gradient] = both<Row>(points[i]);
        compare(Row::name, points[i], computed[i][first], value);
        for (std::size_t k = 0; k < 3; ++k) compare(Row::name, points[i], computed[i][first + 1 + k], gradient[k]);
    }
}
template <class S, class... Row>
void check_rows(const std::vector<std::array<S, 3>>& points) {
    const auto computed = mapped<Row...>(pullback::unseq, points);
    std::size_t first = 0;
    (check_row<Row>(points, computed, 4 * first++), ...);
}

// Rows of a table, eight at a time.
template <class S, class... Checked>
void check_all(const std::vector<std::array<S, 3>>& points, pullback::function_list<Checked...>,
               pullback::function_list<>) {
    check_rows<S, Checked...>(points);
}
template <class S, class... Checked, class Next, class... Rest>
void check_all(const std::vector<std::array<S, 3>>& points, pullback::function_list<Checked...>,
               pullback::function_list<Next, Rest...>) {
    if constexpr (sizeof...(Checked) == 8) {
        check_rows<S, Checked...>(points);
        check_all(points, pullback::function_list<Next>(), pullback::function_list<Rest...>());
    } else {
        check_all(points, pullback::function_list<Checked..., Next>(), pullback::function_list<Rest...>());
    }
}

template <class S, class Table>
void check_table() {
    constexpr S infinity = std::numeric_limits<S>::infinity(), nan = std::numeric_limits<S>::quiet_NaN();
    const S numbers[] = {S(0.25), S(-0.75), S(0.5), S(2.5), S(-3.25), S(7),     S(1),     S(-1),     S(3),
                         S(24.5), S(1e-3),  S(0),   S(-0.), S(1e20),  S(-1e20), infinity, -infinity, nan};
    std::vector<std::array<S, 3>> points;
    for (const S x : numbers)
        for (const S y : numbers) points.push_back({x, y, S(1.5)});
    check_all(points, pullback::function_list<>(), Table());
}

// A function of a user, which asks whether a number is positive.
struct ramp : pullback::elementary<ramp, 1> {
    static constexpr const char* name = "ramp";
    template <class T>
    static constexpr T value(const T& x) {
        if (x > T(0)) return x;
        return T(0);
    }
    static constexpr auto pullback(const auto& x, const auto&, const auto& gy) { return select(x > 0, gy, 0 * gy); }
};

} // namespace

BOOST_AUTO_TEST_CASE(functions_of_double) { check_table<double, pullback::functions::table>(); }
BOOST_AUTO_TEST_CASE(functions_of_float) { check_table<float, pullback::functions::table>(); }
BOOST_AUTO_TEST_CASE(further_functions) { check_table<double, pullback::functions::further_table>(); }
BOOST_AUTO_TEST_CASE(what_log_sum_exp_is_made_of) { check_table<double, pullback::functions::inner_table>(); }
BOOST_AUTO_TEST_CASE(functions_of_users) { check_table<double, pullback::function_list<ramp>>(); }
