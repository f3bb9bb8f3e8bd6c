// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <limits>
#include <type_traits>

// How a derivative is arranged changes its roundings only: where a divisor is 0 or infinite it is what differentiation
// finds, and what is compared falls on the side on which it falls for the function itself.

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
const auto near_enough = boost::test_tools::tolerance(1e-13);

BOOST_AUTO_TEST_CASE(a_condition_on_equal_formulas_is_decided_by_their_roundings) {
    constexpr auto f = pullback::function([](const auto& x) {
        const auto a = x / sqrt(x), b = sqrt(x);
        return select(a < b, sin(x), 0) + select(b < a, sin(x), 0);
    });
    int ties = 0;
    for (double x = 0.1; x < 8; x += 0.1) {
        const bool is_tie = x / std::sqrt(x) == std::sqrt(x);
        ties += is_tie ? 1 : 0;
        BOOST_TEST(pullback::gradient(f)(x) == (is_tie ? 0 : std::cos(x)), near_enough);
    }
    BOOST_TEST(ties > 0);
    BOOST_TEST(ties < 79);
}

BOOST_AUTO_TEST_CASE(factors_that_a_comparison_needs_keep_their_order) {
    constexpr auto f = pullback::function([](const auto& a, const auto& b, const auto& c) {
        const auto u = (a * b) * c, v = a * (b * c);
        return select(u < v, sin(a), 0) + select(v < u, sin(a), 0) + u * v;
    });
    int ties = 0;
    for (double a = 0.1; a < 4; a += 0.1) {
        const double b = 0.7, c = 0.3, u = (a * b) * c, v = a * (b * c);
        ties += u == v ? 1 : 0;
        const auto [by_a, by_b, by_c] = pullback::gradient(f)(a, b, c);
        BOOST_TEST(by_a == (u == v ? 0 : std::cos(a)) + 2 * u * b * c, near_enough);
    }
    BOOST_TEST(ties < 39);
}

BOOST_AUTO_TEST_CASE(factors_below_a_step_keep_their_order) {
    // 10 (x y) is 1 where 10 x y need not be.
    constexpr auto f = pullback::function([](const auto& x, const auto& y, const auto& z) {
        return floor((x * y) * z) * square(x) + floor(x * (y * z)) * square(y);
    });
    for (double x = 0.1; x < 3; x += 0.1)
        for (const double y : {0.1, 0.3, 0.7, 1.1}) {
            const auto [by_x, by_y, by_z] = pullback::gradient(f)(x, y, 10.0);
            BOOST_TEST(by_x == std::floor((x * y) * 10.0) * 2 * x, near_enough);
            BOOST_TEST(by_y == std::floor(x * (y * 10.0)) * 2 * y, near_enough);
        }
}

BOOST_AUTO_TEST_CASE(steps_of_equal_formulas_are_not_merged) {
    constexpr auto f = pullback::function([](const auto& x) {
        const auto a = x / sqrt(x), b = sqrt(x);
        return x * (floor(a) - floor(b)) + x * x;
    });
    for (double x = 1; x < 1000; x += 1) {
        const double jump = std::floor(x / std::sqrt(x)) - std::floor(std::sqrt(x));
        BOOST_TEST(pullback::gradient(f)(x) == jump + 2 * x, near_enough);
    }
}

BOOST_AUTO_TEST_CASE(derivatives_are_finite_where_a_divisor_is_infinite) {
    constexpr auto f = pullback::function([](const auto& x, const auto& s) { return x / s / (1 / s + 1 / x); });
    const auto [f_x, f_s] = pullback::gradient(f)(0.0, 2.0);
    BOOST_TEST(f_s == 0);
    constexpr auto g = pullback::function([](const auto& a, const auto& b) { return (a / b) / (a - log(a)); });
    const auto [g_a, g_b] = pullback::gradient(g)(0.0, -1.25);
    BOOST_TEST(g_b == 0);
    constexpr auto h = pullback::function([](const auto& b, const auto& a) { return (b / a) / (3 / b); });
    const auto [h_b, h_a] = pullback::gradient(h)(0.0, 0.75);
    BOOST_TEST(h_a == 0);
    const auto [i_b, i_a] = pullback::gradient(h)(0.75, 0.0);
    BOOST_TEST(i_b == infinity);
    BOOST_TEST(i_a == -infinity);
}

BOOST_AUTO_TEST_CASE(second_derivatives_are_finite_where_a_root_is_infinite) {
    constexpr auto f = pullback::function([](const auto& x) { return sqrt(sqrt(x)); });
    BOOST_TEST(pullback::hessian(f)(infinity) == 0);
}

BOOST_AUTO_TEST_CASE(a_reciprocal_is_not_taken_from_a_root_of_a_negative_number) {
    constexpr auto f =
        pullback::jacobian(pullback::function([](const auto& x) { return std::array{1 / sqrt(x), 1 / x}; }));
    BOOST_TEST(f(-2.0)[1] == -0.25, near_enough);
    BOOST_TEST(pullback::jacobian(f)(-2.0)[1] == -0.25, near_enough);
}

template <int Order>
void check_sqrt_and_log(double sign) {
    BOOST_TEST(pullback::derivative<Order>(pullback::function([](const auto& x) { return sqrt(x); }))(0.0) ==
               sign * infinity);
    BOOST_TEST(pullback::derivative<Order>(pullback::function([](const auto& x) { return log(x); }))(0.0) ==
               sign * infinity);
    BOOST_TEST(pullback::derivative<Order>(pullback::function([](const auto& x) { return 1 / x; }))(0.0) ==
               -sign * infinity);
    BOOST_TEST(pullback::derivative<Order>(pullback::function([](const auto& x) { return 1 / x; }))(infinity) == 0);
}

BOOST_AUTO_TEST_CASE(high_orders_at_a_border_are_infinite) {
    check_sqrt_and_log<5>(1);
    check_sqrt_and_log<6>(-1);
    check_sqrt_and_log<7>(1);
}

template <class F>
void check_undefined(const F& f, double x) {
    BOOST_TEST(std::isnan(pullback::gradient(f)(x)));
    BOOST_TEST(std::isnan(pullback::jvp(f)(x, 1.0).tangent));
    BOOST_TEST(std::isnan(pullback::vjp(f)(x, 1.0).cotangent));
    BOOST_TEST(std::isnan(pullback::hessian(f)(x)));
    BOOST_TEST(std::isnan(pullback::hvp(f)(x, 1.0)));
    BOOST_TEST(std::isnan(pullback::derivative<2>(f)(x)));
}

BOOST_AUTO_TEST_CASE(a_zero_from_a_value_times_an_infinite_slope_is_no_number_in_any_mode) {
    constexpr auto f = pullback::function([](const auto& x) { return square(sqrt(x)); });
    constexpr auto g = pullback::function([](const auto& x) { return 1 / (1 / x); });
    check_undefined(f, 0);
    check_undefined(f, -1);
    check_undefined(g, 0);
    // What is left of these says by itself where they are undefined, or they are defined everywhere.
    BOOST_TEST(pullback::jvp(f)(2.0, 3.0).tangent == 3, near_enough);
    BOOST_TEST(pullback::hessian(g)(2.0) == 0, near_enough);
    constexpr auto h = pullback::function([](const auto& x, const auto& y) { return square(sqrt(x)) * y; });
    BOOST_TEST(std::isnan(pullback::jvp(h)(-1.0, 2.0, 1.0, 0.0).tangent));
}

} // namespace
