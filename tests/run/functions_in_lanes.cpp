// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>
#include <pullback/functions/more.hpp>

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
inline constexpr bool gives_number =
    Row::facts.result == pullback::value_kind::number && Row::facts.operands[0] == pullback::value_kind::number;

// As a function of three numbers, of which it takes as many as it has operands. What gives or takes conditions chooses
// between them.
template <class Row>
constexpr auto body = [](const auto& u) {
    using pullback::select;
    if constexpr (std::is_same_v<Row, pullback::functions::polygamma>) return pullback::polygamma(2, u[0]);
    else if constexpr (gives_number<Row> && Row::arity == 1) return Row{}(u[0]);
    else if constexpr (gives_number<Row> && Row::arity == 2) return Row{}(u[0], u[1]);
    else if constexpr (gives_number<Row>) return Row{}(u[0], u[1], u[2]);
    else if constexpr (std::is_same_v<Row, pullback::functions::select>) return select(u[0] < u[1], u[0], u[2]);
    else if constexpr (std::is_same_v<Row, pullback::functions::logical_not>) return select(!(u[0] < u[1]), u[0], u[2]);
    else if constexpr (std::is_same_v<Row, pullback::functions::logical_and>)
        return select(u[0] < u[1] && u[1] < u[2], u[0], u[2]);
    else if constexpr (std::is_same_v<Row, pullback::functions::logical_or>)
        return select(u[0] < u[1] || u[1] < u[2], u[0], u[2]);
    else if constexpr (Row::arity == 1) return select(Row{}(u[0]), u[0], u[2]);
    else return select(Row{}(u[0], u[1]), u[0], u[2]);
};
template <class Row>
constexpr auto mapped = pullback::function([](const auto& points) { return map(points, body<Row>); });
// The sum is weighed, so that a derivative is one of each element.
template <class Row>
constexpr auto weighed = pullback::function([](const auto& points, const auto& weights) {
    return sum(points, weights, [](const auto& point, const auto& weight) { return weight * body<Row>(point); });
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
void check_row(const std::vector<std::array<S, 3>>& points) {
    using pullback::unseq;
    const auto wanted = mapped<Row>(points), values = mapped<Row>(unseq, points);
    const std::vector<S> weights(points.size(), S(1));
    constexpr auto slope = pullback::gradient(weighed<Row>, pullback::wrt<0>);
    const auto wanted_slopes = slope(points, weights), slopes = slope(unseq, points, weights);
    for (std::size_t i = 0; i < points.size(); ++i) {
        compare(Row::name, points[i], values[i], wanted[i]);
        for (std::size_t k = 0; k < 3; ++k) compare(Row::name, points[i], slopes[i][k], wanted_slopes[i][k]);
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
    Table::for_each([&]<class Row>(Row) { check_row<Row>(points); });
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
BOOST_AUTO_TEST_CASE(functions_of_users) { check_table<double, pullback::function_list<ramp>>(); }
