// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>

#include <boost/test/unit_test.hpp>

#include <cmath>

// A side of a selection that is not taken reaches no derivative, be it infinite or no number.

namespace {

constexpr auto x = pullback::variable<"x">;
constexpr auto y = pullback::variable<"y">;

template <class F>
void check(const F& f, double at, double slope, double curvature) {
    BOOST_TEST(pullback::gradient(f)(at) == slope);
    BOOST_TEST(pullback::jvp(f)(at, 1.0).tangent == slope);
    BOOST_TEST(pullback::hessian(f)(at) == curvature);
    BOOST_TEST(pullback::derivative<2>(f)(at) == curvature);
}

} // namespace

BOOST_AUTO_TEST_CASE(functions_outside_of_their_domain) {
    check(select(x > 0, sqrt(x), 3 * x), -1, 3, 0);
    check(select(x > 0, square(x), sqrt(-x) * x), 2, 4, 2);
    check(select(x > 0, x * log(x), x * x), 0, 0, 2);
    check(select(x != 0, sin(x) / x, 1 - x * x / 6), 0, 0, -1 / 3.);
    check(select(x > 0, exp(-1 / square(x)), x), 0, 1, 0);
    check(select(x < 100, exp(exp(x)), x), 200, 1, 0);
    check(max(log(x), -10), 0, 0, 0);
}

BOOST_AUTO_TEST_CASE(one_root_behind_several_selections) {
    const auto root = sqrt(x);
    check(select(x > 0, root, x) + select(x > 0, square(root), 2 * x), -1, 3, 0);
    check(select(x > 0, root, x) + select(x > 2, 5 * root, x), -1, 2, 0);
    check(select(x > 0, select(x > 2, root, root * x), x * x), -1, -2, 2);
    check(select(x > 0, select(x > 0, x, root), x * x), -1, -2, 2);
    check(select(x <= 0, x * x, select(x > 2, root, 1 / x)), 0, 0, 2);
}

BOOST_AUTO_TEST_CASE(both_sides_of_one_condition) {
    // The two adjoints of exp(x y) are one selection.
    constexpr auto e = exp(x * y);
    constexpr auto f = select(x < y, sin(e), e / x);
    BOOST_TEST(pullback::gradient(f)(0.0, 1.0)[x] == std::cos(1.0));
    const auto g = pullback::gradient(f)(2.0, 1.0);
    BOOST_TEST(g[x] == std::exp(2.0) * (0.5 - 0.25), boost::test_tools::tolerance(1e-14));
    BOOST_TEST(g[y] == std::exp(2.0), boost::test_tools::tolerance(1e-14));
}
