// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>

#include <boost/test/unit_test.hpp>

#include <limits>

// Adjoints and tangents that are there on one side of a selection add up, and sides within sides are both asked for.

namespace {

using pullback::function;
using pullback::gradient;

// Two selections of one number, on one condition, on the two sides of one, on two conditions; by a forward sweep, as
// there is one variable, and by a reverse one, as there are two. NaN if these differ.
template <class Lambda>
constexpr auto slope_of(Lambda) {
    return [](double x) {
        const double forward = gradient(function(Lambda{}))(x);
        const auto reverse = gradient(function([](const auto& u, const auto& v) { return Lambda{}(u) + v; }))(x, 1.);
        const auto& [by_u, by_v] = reverse;
        return by_u == forward && by_v == 1 ? forward : std::numeric_limits<double>::quiet_NaN();
    };
}
#define SLOPE(body)                \
    slope_of([](const auto& x) {   \
        const auto root = sqrt(x); \
        return body;               \
    })

BOOST_AUTO_TEST_CASE(selections_of_one_root_add_up) {
    BOOST_TEST(SLOPE(select(x > 0, root, x) + select(x > 0, 3 * root, x))(4.) == 1);
    BOOST_TEST(SLOPE(select(x > 0, root, x) + select(x > 0, 3 * root, x))(-1.) == 2);
    BOOST_TEST(SLOPE(select(x > 0, root, x) + select(x > 0, x, 3 * root))(4.) == 1.25);
    BOOST_TEST(SLOPE(select(x <= 0, x, root) + select(x <= 0, 2 * x, 3 * root))(-1.) == 3);
    BOOST_TEST(SLOPE(select(x <= 0, x, root) + select(x <= 0, 2 * x, 3 * root))(4.) == 1);
    BOOST_TEST(SLOPE(select(x > 0, root, x) + select(x > 2, 5 * root, x))(4.) == 1.5);
    BOOST_TEST(SLOPE(select(x > 0, root, x) + select(x > 2, 5 * root, x))(1.) == 1.5);
    BOOST_TEST(SLOPE(select(x > 0, root, x) + select(x > 2, 5 * root, x))(-1.) == 2);
    BOOST_TEST(SLOPE(select(x <= 0, x, root) + select(x > 2, 5 * root, x))(-1.) == 2);
    BOOST_TEST(SLOPE(select(x > 0, select(x > 2, root, x * root), x))(4.) == 0.25);
    BOOST_TEST(SLOPE(select(x > 0, select(x > 2, root, x * root), x))(-1.) == 1);
    BOOST_TEST(SLOPE(select(x <= 0, x, select(x <= 2, 1 / x, root)))(0.) == 1);
    BOOST_TEST(SLOPE(select(x <= 0, x, select(x <= 2, 1 / x, root)))(4.) == 0.25);
    BOOST_TEST(SLOPE(select(x <= 0, x, select(x > 2, root, 1 / x)))(-1.) == 1);
    BOOST_TEST(SLOPE(square(select(x > 0, root, x)))(-3.) == -6);
    BOOST_TEST(SLOPE(square(select(x > 0, root, x)))(4.) == 1);
    BOOST_TEST(SLOPE(select(x <= 0, x, select(x <= 2, x, square(root)) * root))(4.) == 3);
    BOOST_TEST(SLOPE(select(x <= 0, x, select(x <= 2, x, square(root)) * root))(1.) == 1.5);
    BOOST_TEST(SLOPE(select(x <= 0, x, select(x <= 2, x, square(root)) * root))(-1.) == 1);
    BOOST_TEST(SLOPE(select(x > 0, select(x > 2, root, x) * root, x))(4.) == 1);
    BOOST_TEST(SLOPE(select(x > 0, select(x > 2, root, x) * root, x))(1.) == 1.5);
    BOOST_TEST(SLOPE(select(x > 0, select(x > 2, root, x) * root, x))(-1.) == 1);
}

} // namespace
