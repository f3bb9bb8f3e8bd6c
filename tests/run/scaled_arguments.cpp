// SPDX-License-Identifier: BSL-1.0
// The angle and the distance of points whose coordinates have squares beyond the range of the scalar: derivatives of
// every order are right as long as they are in the range themselves.
#include <pullback.hpp>
#include <pullback/dynamic.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <limits>

namespace {

using pullback::wrt;

constexpr auto x = pullback::variable<"x">;
constexpr auto y = pullback::variable<"y">;
constexpr auto z = pullback::variable<"z">;
constexpr auto s = pullback::variable<"s">;
constexpr auto t = pullback::variable<"t">;

bool is_near(double got, double wanted) {
    const bool result = std::abs(got - wanted) <= 1e-13 * std::abs(wanted) + 1e-16;
    if (!result) BOOST_TEST_MESSAGE(got << " is not " << wanted);
    return result;
}

// The derivatives of the angle at (x, y) = (4, 3), and of the distance there; both are the same for (4 s, 3 s), the
// latter but for the factor s.
constexpr double angle_by_y = 4 / 25., angle_by_x = -3 / 25., angle_by_yy = -24 / 625., angle_by_xy = -7 / 625.;
constexpr double angle_by_yyy = 88 / 15625., angle_by_yyx = 234 / 15625., angle_by_yyyy = -24 * 12 * (-7.) / 390625;
constexpr double distance_by_yy = 16 / 125., distance_by_xy = -12 / 125., distance_by_xx = 9 / 125.;
constexpr double distance_by_yyy = -3 * 3 * 16 / 3125., distance_by_yyx = 4 * (2 * 9 - 16) / 3125.;

constexpr auto angle = atan2(s * y, s* x);
constexpr auto distance = hypot(s * y, s* x);
constexpr double scales[] = {1, 1e155, 1e160, 1e200, 1e300, 1e-155, 1e-160, 1e-200, 1e-300};

} // namespace

BOOST_AUTO_TEST_CASE(the_gradient_of_the_angle_of_tiny_and_huge_points) {
    constexpr auto g = pullback::gradient(atan2(y, x));
    for (const double scale : scales) {
        const auto at = g(y = 3 * scale, x = 4 * scale);
        BOOST_TEST(is_near(at[y] * scale, angle_by_y), scale);
        BOOST_TEST(is_near(at[x] * scale, angle_by_x), scale);
    }
    // One of them far smaller than the other.
    for (const double scale : scales) {
        const auto flat = g(y = 1e-10 * scale, x = -scale), steep = g(y = -scale, x = 1e-10 * scale);
        BOOST_TEST(is_near(flat[y] * scale, -1), scale);
        BOOST_TEST(is_near(flat[x] * scale * 1e10, -1), scale);
        BOOST_TEST(is_near(steep[y] * scale * 1e10, 1), scale);
        BOOST_TEST(is_near(steep[x] * scale, 1), scale);
    }
}

BOOST_AUTO_TEST_CASE(second_derivatives_of_the_angle_of_scaled_arguments) {
    constexpr auto h = pullback::hessian(angle, wrt(y, x));
    for (const double scale : scales) {
        const auto at = h(y = 3., x = 4., s = scale);
        BOOST_TEST(is_near(at[y][y], angle_by_yy), scale);
        BOOST_TEST(is_near(at[y][x], angle_by_xy), scale);
        BOOST_TEST(is_near(at[x][x], -angle_by_yy), scale);
    }
#if defined(PULLBACK_KEEP_ARRANGEMENT) // products in another order may leave the range
    constexpr auto of_products =
        pullback::hvp(pullback::function([](const auto& v) { return atan2(v[0] * v[2], v[1] * v[2]); }));
    for (const double scale : scales) {
        const auto along = of_products(std::array{3., 4., scale}, std::array{1., 0., 0.});
        BOOST_TEST(is_near(along[0], angle_by_yy), scale);
        BOOST_TEST(is_near(along[1], angle_by_xy), scale);
    }
#endif
}

BOOST_AUTO_TEST_CASE(third_and_fourth_derivatives_of_the_angle_of_scaled_arguments) {
    constexpr auto by_yyy = pullback::derivative(angle, wrt(y, y, y));
    constexpr auto by_yyx = pullback::derivative(angle, wrt(y, y, x));
    constexpr auto by_yyyy = pullback::derivative(angle, wrt(y, y, y, y));
    // Along the line (1 + t, 3 - t) times the scale.
    constexpr auto along = atan2(s * (3 - t), s * (4 + t));
    constexpr auto third = pullback::derivative(along, wrt(t, t, t));
    const double third_at_1 = third(t = 0., s = 1.);
    for (const double scale : scales) {
        BOOST_TEST(is_near(by_yyy(y = 3., x = 4., s = scale), angle_by_yyy), scale);
        BOOST_TEST(is_near(by_yyx(y = 3., x = 4., s = scale), angle_by_yyx), scale);
        BOOST_TEST(is_near(by_yyyy(y = 3., x = 4., s = scale), angle_by_yyyy), scale);
        BOOST_TEST(is_near(third(t = 0., s = scale), third_at_1), scale);
    }
}

BOOST_AUTO_TEST_CASE(derivatives_of_the_distance_of_scaled_arguments) {
    constexpr auto h = pullback::hessian(distance, wrt(y, x));
    constexpr auto by_yyy = pullback::derivative(distance, wrt(y, y, y));
    constexpr auto by_yyx = pullback::derivative(distance, wrt(y, y, x));
    constexpr auto of_three = pullback::hessian(hypot(s * y, s * x, s * z), wrt(y, x, z));
    for (const double scale : scales) {
        const auto at = h(y = 3., x = 4., s = scale);
        BOOST_TEST(is_near(at[y][y] / scale, distance_by_yy), scale);
        BOOST_TEST(is_near(at[y][x] / scale, distance_by_xy), scale);
        BOOST_TEST(is_near(at[x][x] / scale, distance_by_xx), scale);
        BOOST_TEST(is_near(by_yyy(y = 3., x = 4., s = scale) / scale, distance_by_yyy), scale);
        BOOST_TEST(is_near(by_yyx(y = 3., x = 4., s = scale) / scale, distance_by_yyx), scale);
        const auto in_space = of_three(y = 2., x = 3., z = 6., s = scale);
        BOOST_TEST(is_near(in_space[y][y] / scale, 45 / 343.), scale);
        BOOST_TEST(is_near(in_space[y][x] / scale, -6 / 343.), scale);
        BOOST_TEST(is_near(in_space[x][z] / scale, -18 / 343.), scale);
        BOOST_TEST(is_near(in_space[z][z] / scale, 13 / 343.), scale);
    }
    constexpr auto plain = pullback::hessian(hypot(y, x));
    for (const double scale : scales) {
        const auto at = plain(y = 3 * scale, x = 4 * scale);
        BOOST_TEST(is_near(at[y][y] * scale, distance_by_yy), scale);
        BOOST_TEST(is_near(at[y][x] * scale, distance_by_xy), scale);
    }
}

BOOST_AUTO_TEST_CASE(on_the_axes_all_orders_are_finite) {
    constexpr auto h = pullback::hessian(atan2(y, x));
    constexpr auto by_yyy = pullback::derivative(atan2(y, x), wrt(y, y, y));
    for (const double scale : {1., 1e-150, 1e150, -1., -1e150})
        for (const double zero : {0., -0.}) {
            const auto flat = h(y = zero, x = scale), steep = h(y = scale, x = zero);
            const double unit = scale * scale;
            BOOST_TEST(std::abs(flat[y][y] * unit) == 0, scale);
            BOOST_TEST(is_near(flat[y][x] * unit, -1), scale);
            BOOST_TEST(std::abs(steep[x][x] * unit) == 0, scale);
            BOOST_TEST(is_near(steep[y][x] * unit, 1), scale);
            if (std::abs(scale) == 1) BOOST_TEST(is_near(by_yyy(y = zero, x = scale), -2 * scale), scale);
        }
}

BOOST_AUTO_TEST_CASE(the_graph_agrees) {
    using pullback::dynamic::variable;
    for (const double scale : scales) {
        variable<double> b{3.}, a{4.};
        const auto angle_there = atan2(scale * b, scale * a);
        const auto by_y = grad(angle_there, b);
        BOOST_TEST(is_near(by_y.data(), angle_by_y), scale);
        const auto by_yy = grad(by_y, b);
        BOOST_TEST(is_near(by_yy.data(), angle_by_yy), scale);
        BOOST_TEST(is_near(grad(by_y, a).data(), angle_by_xy), scale);
        BOOST_TEST(is_near(grad(by_yy, b).data(), angle_by_yyy), scale);
        const auto distance_there = hypot(scale * b, scale * a);
        const auto distance_by_y = grad(distance_there, b);
        BOOST_TEST(is_near(grad(distance_by_y, b).data() / scale, distance_by_yy), scale);
        BOOST_TEST(is_near(grad(grad(distance_by_y, b), a).data() / scale, distance_by_yyx), scale);
    }
}
