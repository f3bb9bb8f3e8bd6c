// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <type_traits>

// What arranging a derivative must leave alone: the user's sums and quotients where a derivative is made of them,
// quotients by constants of few digits, by few divisors and by divisors that were chosen, and every number where a
// factor would leave the range.

namespace {

using pullback::function;
using pullback::gradient;
using pullback::jacobian;
using pullback::jvp;
using pullback::wrt;
using four = std::array<double, 4>;

// The rounding error of a sum, by Knuth.
constexpr auto lost = function([](const auto& a, const auto& b) {
    const auto sum = a + b;
    const auto b_part = sum - a;
    return (a - (sum - b_part)) + (b - b_part);
});

constexpr auto by_one = function([](const auto& x, const auto& y, const auto& w) { return std::array{x / w, y / w}; });

} // namespace

BOOST_AUTO_TEST_CASE(sums_of_the_user_stay_in_gradients) {
    constexpr auto scaled =
        function([](const auto& a, const auto& b, const auto& c) { return c * lost(a, b) + sin(c); });
    BOOST_TEST(gradient(scaled, wrt<2>)(1.0, 0x1p-60, M_PI_2) == 0x1p-60 + std::cos(M_PI_2));
    constexpr auto twice = function([](const auto& a, const auto& b, const auto& c) {
        return c[0] * lost(a, b) + c[1] * (lost(a, b) - b) + c[2] * c[3] * lost(b, a);
    });
    const four by_c = gradient(twice, wrt<2>)(1.0, 0x1p-60, four{3, 5, 7, 11});
    BOOST_TEST(by_c[0] == 0x1p-60);
    BOOST_TEST(by_c[1] == 0);
    BOOST_TEST(by_c[2] == 11 * 0x1p-60);
    BOOST_TEST(by_c[3] == 7 * 0x1p-60);
}

BOOST_AUTO_TEST_CASE(sums_of_the_user_keep_their_order) {
    // In any other order the ones are lost, or not.
    constexpr auto f = function([](const auto& x, const auto& c) {
        const auto first = (x[0] + x[1]) + x[2], second = x[0] + (x[1] + x[2]);
        return c[0] * first + c[1] * second + c[2] * c[3] * (first - second) + c[3] * c[0] * (x[2] + x[1]) * x[0];
    });
    constexpr std::array<double, 3> x{1, 1e17, -1e17};
    const four by_c = gradient(f, wrt<1>)(x, four{1, 1, 1, 0});
    BOOST_TEST(by_c[0] == 0);
    BOOST_TEST(by_c[1] == 1);
    BOOST_TEST(by_c[2] == 0);
    BOOST_TEST(by_c[3] == -1);
}

BOOST_AUTO_TEST_CASE(sums_of_the_user_are_not_factored) {
    // x (y + z) is infinite where x y + x z is not, and 6 (x + y) where 6 x + 6 y is not.
    constexpr auto f = function([](const auto& x, const auto& y, const auto& z, const auto& c) {
        return c[0] * (x * y + x * z) + c[1] * (x * y - x * z) + c[2] * (0.25 * y + 0.25 * z) + c[3] * c[2] * (y - z);
    });
    const four by_c = gradient(f, wrt<3>)(0.25, 1.6e308, 1.6e308, four{1, 1, 1, 1});
    BOOST_TEST(by_c[0] == 8e307);
    BOOST_TEST(by_c[1] == 0);
    BOOST_TEST(by_c[2] == 8e307);
    // Nor where the derivative by x has c y + c z, and y + z would be of use to both.
    constexpr auto g =
        function([](const auto& x, const auto& y, const auto& z, const auto& c) { return c * (x * y + x * z); });
    const auto by = gradient(g, wrt<3, 0>)(0.25, 1.6e308, 1.6e308, 0.1);
    const auto& [by_factor, by_x] = by;
    BOOST_TEST(by_factor == 8e307);
    static_cast<void>(by_x);
}

BOOST_AUTO_TEST_CASE(equal_sums_of_the_user_are_computed_as_written) {
    // The second is twice the first, and is rounded otherwise; the third is its negative.
    constexpr auto f = function([](const auto& x, const auto& c) {
        return c[0] * (0.1 * x[0] - 0.3 * x[1]) + c[1] * (0.2 * x[0] - 0.6 * x[1]) + c[2] * (0.3 * x[1] - 0.1 * x[0]) +
               c[3] * c[3] * (3 * x[0] + 3 * x[0] + x[1]);
    });
    constexpr std::array<double, 2> x{0x1.8p1022, 0x1p1021};
    const four by_c = gradient(f, wrt<1>)(x, four{1, 1, 1, 0});
    const volatile double tenth = 0.1 * x[0], third = 0.3 * x[1], fifth = 0.2 * x[0], six = 0.6 * x[1];
    BOOST_TEST(by_c[0] == tenth - third, boost::test_tools::tolerance(1e-15));
    BOOST_TEST(by_c[1] == fifth - six, boost::test_tools::tolerance(1e-15));
    BOOST_TEST(by_c[2] == third - tenth, boost::test_tools::tolerance(1e-15));
    BOOST_TEST(gradient(f, wrt<1>)(std::array{1.0, 7.0}, four{1, 1, 1, 3})[3] == 78);
    // Half of the first is no infinity.
    constexpr auto halved = function([](const auto& a, const auto& b, const auto& c) {
        return c[0] * (a + b) + c[1] * (0.5 * a + 0.5 * b) + c[2] * c[3] * (a - b);
    });
    BOOST_TEST(gradient(halved, wrt<2>)(1.6e308, 1.6e308, four{1, 1, 1, 1})[1] == 1.6e308);
}

BOOST_AUTO_TEST_CASE(quotients_of_the_user_stay_in_gradients) {
    // 49 times the reciprocal of 49 is not 1.
    constexpr auto f = function([](const auto& x, const auto& whole, const auto& c) {
        return c[0] * (x[0] / whole) + c[1] * (x[1] / whole) + c[2] * (x[2] / whole) + c[3] * (x[3] / whole) +
               x[0] * x[1] * x[2] * x[3] / whole;
    });
    for (const double one : gradient(f, wrt<2>)(four{49, 49, 49, 49}, 49.0, four{})) BOOST_TEST(one == 1);
    const auto both = gradient(f, wrt<0, 2>)(four{49, 49, 49, 49}, 49.0, four{7, 7, 7, 7});
    const auto& [by_x, by_c] = both;
    for (const double one : by_c) BOOST_TEST(one == 1);
    for (const double slope : by_x) BOOST_TEST(slope == 1. / 7 + 49 * 49, boost::test_tools::tolerance(1e-14));
}

BOOST_AUTO_TEST_CASE(quotients_by_short_constants_and_few_divisors_stay) {
    constexpr auto by_constant = function([](const auto& x) { return std::array{x / 49, x * x / 49}; });
    BOOST_TEST(jvp(by_constant)(1.0, 49.0).tangent[0] == 1);
    constexpr auto along =
        function([](const auto& w, const auto& v) { return jvp(by_one, wrt<0, 1>)(w, w, w, v[0], v[1]).tangent; });
    const auto tangent = along(49.0, std::array{49.0, 98.0});
    BOOST_TEST(tangent[0] == 1);
    BOOST_TEST(tangent[1] == 2);
}

BOOST_AUTO_TEST_CASE(quotients_by_a_chosen_divisor_stay) {
    // Whoever chooses the divisor has thought about small ones, whose reciprocals are infinite.
    constexpr auto f = function([](const auto& x, const auto& w) {
        const auto divisor = select(w > 0, w, 1 - w);
        return std::array{x[0] / divisor, x[1] / divisor, x[2] / divisor, x[3] / divisor};
    });
    constexpr double tiny = 0x1p-1060;
    const four tangent = jvp(f, wrt<0>)(four{1, 2, 3, 4}, tiny, four{tiny, 2 * tiny, 3 * tiny, 4 * tiny}).tangent;
    BOOST_TEST((tangent == four{1, 2, 3, 4}));
}

BOOST_AUTO_TEST_CASE(constants_do_not_leave_the_range) {
    // The product of the constants of a derivative is infinite, or 0; the derivative is neither.
    constexpr auto f = function([](const auto& x) {
        return 1e200 * sin(1e-200 * x) + 1e-200 * (1e200 * (1e150 * x)) * x + 1e-300 * square(1e200 * x);
    });
    BOOST_TEST(gradient(f)(1e-160) == 1 + 2e-10 + 2e-60, boost::test_tools::tolerance(1e-12));
    constexpr auto h = function([](const auto& x, const auto& y, const auto& z) {
        return 1e150 * square(1e150 * x) * y + 1e120 * pow(1e120 * x, 3) - 1e-150 * square(1e-150 * z);
    });
    const auto steep = gradient(h)(1e-250, 1.0, 1e300);
    const auto& [steep_x, steep_y, flat_z] = steep;
    BOOST_TEST(steep_x == 2e200, boost::test_tools::tolerance(1e-12));
    BOOST_TEST(steep_y == 1e-50, boost::test_tools::tolerance(1e-12));
    BOOST_TEST(flat_z == -2e-150, boost::test_tools::tolerance(1e-12));
    constexpr auto g = function([](const auto& x, const auto& y) {
        const auto large = 1e200 * x, larger = 1e200 * y;
        return 1e-200 * large * (1e-200 * larger) + 1e-250 * (large * larger) + large * 1e-200 + larger * 1e-200;
    });
    const auto by = gradient(g)(1e-140, 2e-140);
    const auto& [by_x, by_y] = by;
    BOOST_TEST(by_x == 2e-140 + 2e10 + 1, boost::test_tools::tolerance(1e-12));
    BOOST_TEST(by_y == 1e-140 + 1e10 + 1, boost::test_tools::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(functions_themselves_stay_as_they_are) {
    // With x y for both it would cost less, and be infinite.
    constexpr auto f = function([](const auto& x, const auto& y, const auto& z, const auto& w) {
        return std::array{x * (y * z), y * (x * w)};
    });
    BOOST_TEST(
        (f(1e300, 1e300, 0x1p-1000, 0x1p-999) == std::array{1e300 * (1e300 * 0x1p-1000), 1e300 * (1e300 * 0x1p-999)}));
}

BOOST_AUTO_TEST_CASE(constants_meet_their_inverses, *boost::unit_test::tolerance(1e-14)) {
    // The rule of a cube root divides by 3 y²: what comes from above has a factor 3 too, or one of its terms has.
    constexpr auto f = function([](const auto& x, const auto& y) { return sin(3 * cbrt(x)) + sin(3 * cbrt(y)); });
    constexpr auto g = function([](const auto& x, const auto& y) {
        return sin(3 * cbrt(x)) + exp(5 * cbrt(x)) + sin(3 * cbrt(y)) + exp(7 * cbrt(y));
    });
    const double u = std::cbrt(2.0), v = std::cbrt(5.0), sine_u = std::cos(3 * u), sine_v = std::cos(3 * v);
    const auto by = gradient(f)(2.0, 5.0);
    const auto& [f_x, f_y] = by;
    BOOST_TEST(f_x == sine_u / (u * u));
    BOOST_TEST(f_y == sine_v / (v * v));
    const auto by_terms = gradient(g)(2.0, 5.0);
    const auto& [g_x, g_y] = by_terms;
    BOOST_TEST(g_x == (3 * sine_u + 5 * std::exp(5 * u)) / (3 * u * u));
    BOOST_TEST(g_y == (3 * sine_v + 7 * std::exp(7 * v)) / (3 * v * v));
    // But not where they would be infinite together.
    constexpr auto steep = function([](const auto& x, const auto& z) {
        return sin(1e200 * (z[0] * sin(1e200 * x[0]))) + sin(1e200 * (z[1] * sin(1e200 * x[1])));
    });
    const auto slopes = gradient(steep, wrt<0>)(std::array{1e-200, 2e-200}, std::array{1e-250, 2e-250});
    BOOST_TEST(slopes[0] == 1e150 * std::cos(1.0));
    BOOST_TEST(slopes[1] == 2e150 * std::cos(2.0));
}

BOOST_AUTO_TEST_CASE(products_below_a_line_stay_there, *boost::unit_test::tolerance(1e-13)) {
    constexpr auto f = function([](const auto& a, const auto& b, const auto& c) {
        return log(a / b) * sin(c / b) + log(c / b) * (a / b) + exp(c / b) + a / (b * c) - (b - c) / (a * b);
    });
    const double a = 1.3, b = 0.7, c = 0.4;
    const auto by = gradient(f)(a, b, c);
    const auto& [by_a, by_b, by_c] = by;
    BOOST_TEST(by_a == std::sin(c / b) / a + std::log(c / b) / b + 1 / (b * c) + (b - c) / (a * a * b));
    BOOST_TEST(by_b == -std::sin(c / b) / b - std::log(a / b) * std::cos(c / b) * c / (b * b) - a / (b * b) -
                           std::log(c / b) * a / (b * b) - std::exp(c / b) * c / (b * b) - a / (b * b * c) -
                           c / (a * b * b));
    BOOST_TEST(by_c ==
               std::log(a / b) * std::cos(c / b) / b + a / b / c + std::exp(c / b) / b - a / (b * c * c) + 1 / (a * b));
    const auto H = pullback::hessian(f)(a, b, c);
    const auto& [row_a, row_b, row_c] = H;
    const auto& [aa, ab, ac] = row_a;
    const auto& [ca, cb, cc] = row_c;
    BOOST_TEST(aa == -std::sin(c / b) / (a * a) - 2 * (b - c) / (a * a * a * b));
    BOOST_TEST(ac == std::cos(c / b) / (b * a) + 1 / (c * b) - 1 / (b * c * c) - 1 / (a * a * b));
    BOOST_TEST(ca == ac);
    BOOST_TEST(cc == -std::log(a / b) * std::sin(c / b) / (b * b) - a / (b * c * c) + std::exp(c / b) / (b * b) +
                         2 * a / (b * c * c * c));
    static_cast<void>(row_b), static_cast<void>(ab), static_cast<void>(cb);
}

BOOST_AUTO_TEST_CASE(a_quotient_below_a_line_meets_its_divisor, *boost::unit_test::tolerance(1e-14)) {
    // 1 / (a / b) and 1 / b are there, and their product is 1 / a, which is there too.
    constexpr auto f = function([](const auto& a, const auto& b, const auto& z, const auto& w) {
        return z * log(a / b) + w[0] * detach(1 / (a / b)) + w[1] * detach(1 / b) + w[2] * detach(1 / a);
    });
    const auto by = gradient(f)(2.0, 4.0, 3.0, std::array{5.0, 7.0, 9.0});
    const auto& [by_a, by_b, by_z, by_w] = by;
    BOOST_TEST(by_a == 1.5);
    BOOST_TEST(by_b == -0.75);
    BOOST_TEST(by_z == std::log(0.5));
    BOOST_TEST((by_w == std::array{2.0, 0.25, 0.5}));
}

BOOST_AUTO_TEST_CASE(signs_meet_where_they_may, *boost::unit_test::tolerance(1e-13)) {
    // Negative products and sums in products, in functions, below a line, as results.
    constexpr auto f = function([](const auto& x, const auto& y, const auto& z) {
        return std::array{-x * y * z, exp(-x * y) / (z - x), sin(-x - y) * -z, (x - y) * (y - x) - x / -(y * z)};
    });
    const double x = 1.3, y = -0.7, z = 0.4;
    const auto J = jacobian(f)(x, y, z);
    const double e = std::exp(-x * y), d = z - x, s = std::sin(x + y), c = std::cos(x + y);
    const double wanted[4][3] = {{-y * z, -x * z, -x * y},
                                 {-y * e / d + e / (d * d), -x * e / d, -e / (d * d)},
                                 {c * z, c * z, s},
                                 {-2 * (x - y) + 1 / (y * z), 2 * (x - y) - x / (y * y * z), -x / (y * z * z)}};
    for (std::size_t row = 0; row < 4; ++row) {
        const auto& [by_x, by_y, by_z] = J[row];
        BOOST_TEST(by_x == wanted[row][0]);
        BOOST_TEST(by_y == wanted[row][1]);
        BOOST_TEST(by_z == wanted[row][2]);
    }
}

BOOST_AUTO_TEST_CASE(sums_of_the_user_are_not_joined_with_others) {
    // In the sum that differentiation makes of the two the one is lost. The derivative by t can be factored.
    constexpr auto f = function([](const auto& x, const auto& w, const auto& c, const auto& t) {
        return c * (x[0] * x[1] + x[2] * x[3]) + c * w + x[0] * (t * w) + x[0] * (t * x[2]);
    });
    const auto by = gradient(f, wrt<2, 3>)(four{1, 1e17, 1, -1e17}, 1.0, 3.0, 1.0);
    const auto& [by_c, by_t] = by;
    BOOST_TEST(by_c == 1);
    BOOST_TEST(by_t == 2);
    // Nor are its terms: 0.1 x + 0.6 x is not 0.7 x.
    constexpr auto g = function([](const auto& x, const auto& c) {
        return c[0] * (0.1 * x + 0.6 * x) + c[1] * c[2] * (0.6 * x + 0.1 * x) * c[3];
    });
    const volatile double tenth = 0.1 * 7, six = 0.6 * 7;
    BOOST_TEST(gradient(g, wrt<1>)(7.0, four{1, 2, 3, 4})[0] == tenth + six);
}

BOOST_AUTO_TEST_CASE(constants_below_a_line_divide, *boost::unit_test::tolerance(1e-15)) {
    constexpr auto f = function([](const auto& x, const auto& y) { return x * y / 0.3 + x / 0.3 - y / 0.7; });
    const auto along = jvp(f)(2.0, 3.0, 1.0, 10.0);
    BOOST_TEST(along.tangent == 23 / 0.3 + 1 / 0.3 - 10 / 0.7);
    const auto by = gradient(f)(2.0, 3.0);
    const auto& [by_x, by_y] = by;
    BOOST_TEST(by_x == 4 / 0.3);
    BOOST_TEST(by_y == 2 / 0.3 - 1 / 0.7);
}

// What a function with steps is computed from is computed as it was written: its last digit may decide the step.
constexpr auto with_steps = function([](const auto& x, const auto& y) { return std::array{floor(x + y), sin(x - y)}; });
static_assert([] {
    namespace engine = pullback::engine;
    using program = pullback::engine::program_of<std::remove_const_t<decltype(with_steps)>, double, double>;
    constexpr engine::program_view view = program::code.view();
    bool is_compared[view.input_count + view.size] = {};
    engine::optimise::mark_compared(view, is_compared);
    const auto argument_of = [&](int row) { return view.code[view.outputs[row] - view.input_count].operands[0]; };
    return is_compared[argument_of(0)] && !is_compared[argument_of(1)];
}());

// What is NaN spoils what is computed from it, but for selections.
constexpr auto spoilt = function([](const auto& x, const auto& y) { return std::array{x * y, sin(x) + 1}; });
static_assert([] {
    namespace engine = pullback::engine;
    using program = pullback::engine::program_of<std::remove_const_t<decltype(spoilt)>, double, double>;
    constexpr engine::program_view view = program::code.view();
    return engine::optimise::spoils_every_result(view, 0) && !engine::optimise::spoils_every_result(view, 1);
}());
