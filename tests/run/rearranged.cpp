// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <type_traits>

namespace engine = pullback::engine;

// What runs for a derivative is arranged anew: less to compute, the same numbers but for rounding. What the user wrote
// keeps its sums and quotients.

namespace {

using six = std::array<double, 6>;

constexpr auto shares = pullback::function([](const auto& x, const auto& whole) {
    auto sum = exp(x[0] / whole);
    for (std::size_t i = 1; i < x.size(); ++i) sum = sum + exp(x[i] / whole);
    return sum;
});

// One reciprocal serves all quotients that differentiation adds.
static_assert(pullback::cost<six, double>(shares).divisions == 6);
static_assert(pullback::cost<six, double>(pullback::value_and_gradient(shares)).divisions == 7);

// The derivatives by x and by y of the first factor are equal, and a common factor stands before each sum.
constexpr auto goldstein_price = pullback::function([](const auto& x, const auto& y) {
    const auto a = x + y + 1, b = 2 * x - 3 * y;
    const auto p = 19 - 14 * x + 3 * x * x - 14 * y + 6 * x * y + 3 * y * y;
    const auto q = 18 - 32 * x + 12 * x * x + 48 * y - 36 * x * y + 27 * y * y;
    return (1 + a * a * p) * (30 + b * b * q);
});
static_assert(pullback::cost<double, double>(pullback::gradient(goldstein_price)).total <= 53);
static_assert(pullback::cost<double, double>(pullback::hessian(goldstein_price)).total <= 72);

// The derivative of q by y is -1.5 times that by x.
constexpr auto cube = pullback::function([](const auto& x, const auto& y) {
    const auto q = 18 - 32 * x + 12 * x * x + 48 * y - 36 * x * y + 27 * y * y;
    return q * q * q;
});
static_assert(pullback::cost<double, double>(pullback::gradient(cube)).total <= 21);
static_assert(pullback::cost<double, double>(pullback::hessian(cube)).total <= 26);

// The factor 1 / w is in all terms of each row, but u / w and v / w, which all rows share, are less than one product
// more for each row.
constexpr auto scaled = pullback::function([](const auto& x) {
    const auto r = 1 / (x[0] * x[1] + x[2]);
    const auto u = sin(x[3]), v = cos(x[4]);
    return std::array{u * x[0] * r + v * x[5] * r, u * x[1] * r - v * x[0] * r, u * x[2] * r + v * x[1] * r,
                      u * x[5] * r - v * x[2] * r};
});
static_assert(pullback::cost<six>(pullback::jacobian(scaled)).total <= 60);

// Two vectors, turned three times. The reverse sweep of each row ends in a sum of the vector's components times what is
// the same for both rows, but does not find it in this form.
using three = std::array<double, 3>;
constexpr auto turned = pullback::function([](const auto& angles, const auto& vectors) {
    using T = std::remove_cvref_t<decltype(angles[0] * vectors[0])>;
    std::array<std::array<T, 3>, 2> rows{{{vectors[0], vectors[1], vectors[2]}, {vectors[3], vectors[4], vectors[5]}}};
    for (std::size_t k = 0; k < 3; ++k) {
        const T c = cos(angles[k]), s = sin(angles[k]);
        for (auto& row : rows) row = {row[0] * c + row[1] * s, row[2], row[0] * s - row[1] * c};
    }
    return std::array<T, 2>{rows[0][0] + 2 * rows[0][1] + 3 * rows[0][2], rows[1][0] + 2 * rows[1][1] + 3 * rows[1][2]};
});
constexpr auto turned_by_angles = pullback::jacobian(turned, pullback::wrt<0>);
static_assert(pullback::cost<three, six>(turned_by_angles).total <= 52);

// Terms with one factor are one, but where the scalar may be wider than the sum of their constants, which is rounded.
constexpr auto by_scale = pullback::gradient(
    pullback::function([](const auto& x, const auto& w) { return x * (0.1L * w) + x * (0.7L * w); }), pullback::wrt<0>);
using by_scale_built = pullback::engine::program_of<std::remove_const_t<decltype(by_scale)>, double, double>;
using engine::optimise::rounding;
template <rounding Rounding>
constexpr int multiples_left = engine::optimise::count_multiples(
    engine::optimise::passed<engine::optimise::rearranging<Rounding, engine::optimise::depth::shallow>,
                             by_scale_built>::code.view());
static_assert(multiples_left<rounding::is_allowed> == 1);
static_assert(multiples_left<rounding::is_excluded> == 2 || std::numeric_limits<long double>::digits == 53);

// The rounding error of a sum, by Knuth; zero in exact arithmetic, and with any other order of these operations.
constexpr auto lost = pullback::function([](const auto& a, const auto& b) {
    const auto sum = a + b;
    const auto b_part = sum - a;
    return (a - (sum - b_part)) + (b - b_part);
});

BOOST_AUTO_TEST_CASE(sums_of_the_user_stay) {
    const auto [value, gradient] = pullback::value_and_gradient(lost)(1.0, 0x1p-60);
    BOOST_TEST(value == 0x1p-60);
    const auto [by_a, by_b] = gradient;
    BOOST_TEST(by_a == 0);
    BOOST_TEST(by_b == 0);
}

BOOST_AUTO_TEST_CASE(scaled_sums_of_the_user_stay) {
    constexpr auto blend = pullback::function([](const auto& x, const auto& y) { return 0.1 * x + 0.1 * y; });
    BOOST_TEST(blend(1.7e308, 1.7e308) == 3.4e307, boost::test_tools::tolerance(1e-15)); // x + y is infinite
}

BOOST_AUTO_TEST_CASE(quotients_of_the_user_stay) {
    // 49 times the reciprocal of 49 is not 1.
    const auto result = pullback::value_and_gradient(shares)(six{49, 49, 49, 49, 49, 49}, 49.0);
    BOOST_TEST(result.value == 6 * std::exp(1.0), boost::test_tools::tolerance(1e-15));
    constexpr auto quotients = pullback::value_and_jacobian(pullback::function([](const auto& x, const auto& whole) {
        std::array<std::remove_cvref_t<decltype(x[0] / whole)>, 6> all{};
        for (std::size_t i = 0; i < x.size(); ++i) all[i] = x[i] / whole;
        return all;
    }));
    for (const double one : quotients(six{49, 49, 49, 49, 49, 49}, 49.0).value) BOOST_TEST(one == 1);
    // A constant that the compiler computes is no exception: here one unit in the last place more is NaN.
    using pullback::operator""_c;
    constexpr auto x = pullback::variable<"x">;
    constexpr auto angle = acos(x / sqrt(7_c));
    BOOST_TEST(angle(std::sqrt(7.0)) == 0);
}

BOOST_AUTO_TEST_CASE(derivatives_are_right, *boost::unit_test::tolerance(1e-14)) {
    const six x{1, -2, 0.5, 3, -0.25, 1.5};
    const double whole = 1.75;
    const auto [by_x, by_whole] = pullback::gradient(shares)(x, whole);
    double wanted = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        BOOST_TEST(by_x[i] == std::exp(x[i] / whole) / whole);
        wanted -= std::exp(x[i] / whole) * x[i] / (whole * whole);
    }
    BOOST_TEST(by_whole == wanted);

    // In s = x + y and t = 2x - 3y it is the product of two polynomials.
    const double u = 0.7, v = -0.4, s = u + v, t = 2 * u - 3 * v;
    const double a = 1 + (s + 1) * (s + 1) * (19 - 14 * s + 3 * s * s), b = 30 + t * t * (18 - 16 * t + 3 * t * t);
    const double a1 = 12 * (s - 1) * (s - 2) * (s + 1), b1 = 12 * t * (t - 1) * (t - 3);
    const double a2 = 12 * (3 * s * s - 4 * s - 1), b2 = 12 * (3 * t * t - 8 * t + 3);
    const auto H = pullback::hessian(goldstein_price)(u, v);
    const auto [row_x, row_y] = H;
    const auto [f_xx, f_xy] = row_x;
    const auto [f_yx, f_yy] = row_y;
    BOOST_TEST(f_xx == a2 * b + 4 * a1 * b1 + 4 * a * b2);
    BOOST_TEST(f_xy == a2 * b - a1 * b1 - 6 * a * b2);
    BOOST_TEST(f_yx == f_xy);
    BOOST_TEST(f_yy == a2 * b - 6 * a1 * b1 + 9 * a * b2);
}

BOOST_AUTO_TEST_CASE(shared_sums_are_right, *boost::unit_test::tolerance(1e-14)) {
    const three angles{0.3, -1.1, 2.5};
    const six vectors{1, -2, 0.5, 3, -0.25, 1.5};
    const auto J = turned_by_angles(angles, vectors);
    for (std::size_t row = 0; row < 2; ++row)
        for (std::size_t by = 0; by < 3; ++by) {
            three v{vectors[3 * row], vectors[3 * row + 1], vectors[3 * row + 2]};
            for (std::size_t k = 0; k < 3; ++k) {
                const double c = std::cos(angles[k]), s = std::sin(angles[k]);
                if (k == by) v = {v[1] * c - v[0] * s, 0, v[0] * c + v[1] * s};
                else v = {v[0] * c + v[1] * s, v[2], v[0] * s - v[1] * c};
            }
            BOOST_TEST(J[row][by] == v[0] + 2 * v[1] + 3 * v[2]);
        }

    const six x{1, -2, 0.5, 3, -0.25, 1.5};
    const double r = 1 / (x[0] * x[1] + x[2]), sine = std::sin(x[3]), cosine = std::cos(x[4]);
    const double first = sine * x[0] + cosine * x[5];
    const six first_row{sine * r - first * r * r * x[1], -first * r * r * x[0],      -first * r * r,
                        std::cos(x[3]) * x[0] * r,       -std::sin(x[4]) * x[5] * r, cosine * r};
    for (std::size_t by = 0; by < 6; ++by) BOOST_TEST(pullback::jacobian(scaled)(x)[0][by] == first_row[by]);

    const double u = 0.7, v = -0.4, t = 2 * u - 3 * v, q = 18 - 16 * t + 3 * t * t, slope = 6 * t - 16;
    const auto [row_x, row_y] = pullback::hessian(cube)(u, v);
    const auto [f_xx, f_xy] = row_x;
    const auto [f_yx, f_yy] = row_y;
    const double by_t = 6 * q * slope * slope + 3 * q * q * 6;
    BOOST_TEST(f_xx == 4 * by_t);
    BOOST_TEST(f_xy == -6 * by_t);
    BOOST_TEST(f_yx == -6 * by_t);
    BOOST_TEST(f_yy == 9 * by_t);
}

// The same with factors that may be infinite: times a difference they are, times its terms they are no number.
BOOST_AUTO_TEST_CASE(nothing_is_multiplied_out_by_what_may_be_infinite) {
    constexpr auto stretched = pullback::function([](const auto& angles, const auto& vectors) {
        using T = std::remove_cvref_t<decltype(angles[0] * vectors[0])>;
        std::array<std::array<T, 3>, 2> rows{
            {{vectors[0], vectors[1], vectors[2]}, {vectors[3], vectors[4], vectors[5]}}};
        for (std::size_t k = 0; k < 3; ++k) {
            const T c = exp(angles[k]), s = sin(angles[k]);
            for (auto& row : rows) row = {row[0] * c + row[1] * s, row[2], row[0] * s - row[1] * c};
        }
        return std::array<T, 2>{rows[0][0] + 2 * rows[0][1] + 3 * rows[0][2],
                                rows[1][0] + 2 * rows[1][1] + 3 * rows[1][2]};
    });
    const three angles{720, -0.3, 0.2}; // e^720 is infinite
    const double p = std::exp(-0.3) * (std::exp(0.2) + 3 * std::sin(0.2)) + 2 * std::sin(-0.3);
    const double q = std::sin(0.2) - 3 * std::exp(0.2);
    BOOST_TEST(p + q < 0); // e^720 (p v0 - q v1) + ..., where v0 is 1 and v1 is -1
    const auto J = pullback::jacobian(stretched, pullback::wrt<0>)(angles, six{1, -1, 0.5, -1, 1, 0.25});
    BOOST_TEST(J[0][0] == -std::numeric_limits<double>::infinity());
    BOOST_TEST(J[1][0] == std::numeric_limits<double>::infinity());
}

} // namespace
