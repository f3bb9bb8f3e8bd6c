// SPDX-License-Identifier: BSL-1.0
#include "edge_check.hpp"

#include <pullback/derivative/derivative.hpp>
#include <pullback/functions/more.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <numbers>

// What the further functions and their derivatives answer at zeros, infinities, NaN, ties and the borders of the
// domain.

using namespace edge_test;

namespace {

constexpr double pi = std::numbers::pi;

template <class F>
double second(const F& f, double x) {
    return pullback::gradient(pullback::gradient(f))(x);
}

} // namespace

BOOST_AUTO_TEST_CASE(signs) {
    CHECK_EDGES(fabs, {2, 2, 1}, {-2, 2, -1}, {inf, inf, 1}, {-inf, inf, -1});
    CHECK_EDGES(sign, {0, 0, 0}, {-0., -0., 0}, {tiny, 1, 0}, {-tiny, -1, 0}, {inf, 1, 0}, {-inf, -1, 0});
    CHECK_EDGES_OF_TWO(copysign, {2, 3, 2, 1, 0}, {2, -3, -2, -1, 0}, {-2, 3, 2, -1, 0}, {-2, -3, -2, 1, 0},
                       {0, 3, 0, 1, 0}, {-0., 3, 0, 1, 0}, {0, -3, -0., -1, 0}, {2, 0, 2, 1, 0}, {2, -0., -2, -1, 0},
                       {inf, -inf, -inf, -1, 0});
    BOOST_CHECK(std::isnan(pullback::copysign(undefined, 1.)));
    CHECK_EDGES_OF_TWO(fdim, {3, 1, 2, 1, -1}, {1, 3, 0, 0, 0}, {1, 1, 0, 1, -1}, {inf, 1, inf, 1, -1},
                       {1, inf, 0, 0, 0}, {inf, inf, 0, 1, -1}, {-inf, inf, 0, 0, 0});
    CHECK_NAN_OF_TWO(fdim);
}

// As std::fmin and std::fmax: of a number and NaN the number. Ties as those of min and max: the derivative is that of a
// larger first operand.
BOOST_AUTO_TEST_CASE(smaller_and_larger_as_in_c) {
    CHECK_EDGES_OF_TWO(fmin, {1, 2, 1, 1, 0}, {2, 1, 1, 0, 1}, {1, 1, 1, 0, 1}, {undefined, 1, 1, 0, 1},
                       {1, undefined, 1, 1, 0}, {-inf, inf, -inf, 1, 0}, {inf, inf, inf, 0, 1});
    CHECK_EDGES_OF_TWO(fmax, {1, 2, 2, 0, 1}, {2, 1, 2, 1, 0}, {1, 1, 1, 1, 0}, {undefined, 1, 1, 0, 1},
                       {1, undefined, 1, 1, 0}, {-inf, inf, inf, 0, 1}, {inf, inf, inf, 1, 0});
    BOOST_CHECK(std::isnan(pullback::fmin(undefined, undefined)));
    BOOST_CHECK(std::isnan(pullback::fmax(undefined, undefined)));
}

BOOST_AUTO_TEST_CASE(a_plain_number_does_not_move_at_a_tie) {
    constexpr auto zero_first = pullback::function([](const auto& x) { return std::array{fmax(0, x), fmin(0, x)}; });
    constexpr auto zero_second = pullback::function([](const auto& x) { return std::array{fmax(x, 0), fmin(x, 0)}; });
    constexpr auto typed_zero_first = pullback::function([](const auto& x) {
        using T = std::remove_cvref_t<decltype(x)>;
        return std::array{fmax(T(0), x), fmin(T(0), x)};
    });
    BOOST_CHECK((pullback::jacobian(typed_zero_first)(0.) == std::array{1., 0.}));
    BOOST_CHECK((pullback::jacobian(zero_first)(0.) == std::array{1., 0.}));
    BOOST_CHECK((pullback::jacobian(zero_second)(0.) == std::array{1., 0.}));
}

BOOST_AUTO_TEST_CASE(kinds_of_numbers) {
    using limits = std::numeric_limits<double>;
    constexpr auto kinds = pullback::function([](const auto& x) {
        const auto zero = 0 * x, one = zero + 1;
        return std::array{select(isnan(x), one, zero),    select(isinf(x), one, zero),   select(isfinite(x), one, zero),
                          select(isnormal(x), one, zero), select(signbit(x), one, zero), fpclassify(x)};
    });
    for (const double x : {0., -0., 1.5, -1.5, inf, -inf, undefined, tiny, -tiny, limits::min(), -limits::max(),
                           limits::max(), std::nextafter(limits::min(), 0.)})
        BOOST_TEST_CONTEXT(x) {
            BOOST_TEST(pullback::isnan(x) == std::isnan(x));
            BOOST_TEST(pullback::isinf(x) == std::isinf(x));
            BOOST_TEST(pullback::isfinite(x) == std::isfinite(x));
            BOOST_TEST(pullback::isnormal(x) == std::isnormal(x));
            BOOST_TEST(pullback::signbit(x) == std::signbit(x));
            BOOST_TEST(pullback::fpclassify(x) == std::fpclassify(x));
            const auto recorded = kinds(x);
            BOOST_TEST(recorded[0] == std::isnan(x));
            BOOST_TEST(recorded[1] == std::isinf(x));
            BOOST_TEST(recorded[2] == std::isfinite(x));
            BOOST_TEST(recorded[3] == std::isnormal(x));
            BOOST_TEST(recorded[4] == std::signbit(x));
            BOOST_TEST(recorded[5] == std::fpclassify(x));
        }
    static_assert(std::is_same_v<decltype(pullback::isnan(1.)), bool>);
    static_assert(std::is_same_v<decltype(pullback::fpclassify(1.f)), int>);
    // The side that is not taken contributes nothing.
    constexpr auto guarded = pullback::function([](const auto& x) { return select(isfinite(1 / x), 1 / x, 3 * x); });
    BOOST_CHECK_EQUAL(pullback::gradient(guarded)(0.), 3);
    BOOST_CHECK_EQUAL(pullback::gradient(guarded)(2.), -0.25);
}

BOOST_AUTO_TEST_CASE(rounding) {
    CHECK_EDGES(rint, {0, 0, 0}, {-0., -0., 0}, {0.5, 0, 0}, {-0.5, -0., 0}, {1.5, 2, 0}, {2.5, 2, 0}, {-2.5, -2, 0},
                {0x1p52 + 1, 0x1p52 + 1, 0}, {0.49999999999999994, 0, 0}, {inf, inf, 0}, {-inf, -inf, 0});
    CHECK_EDGES(nearbyint, {3.5, 4, 0}, {4.5, 4, 0});
    CHECK_EDGES_OF_TWO(remainder, {7, 2, -1, 1, -4}, {5, 2, 1, 1, -2}, {-7, 2, 1, 1, 4}, {3, 2, -1, 1, -2},
                       {6, 4, -2, 1, -2}, {2, 4, 2, 1, 0}, {8, 2, 0, 1, -4}, {-8, 2, -0., 1, 4}, {1, inf, 1, 1, 0},
                       {1, 0, undefined, 1, undefined}, {inf, 1, undefined, 1, undefined});
    CHECK_NAN_OF_TWO(remainder);
    const auto [rest, quotient] = pullback::remquo(-17., 5.);
    BOOST_CHECK_EQUAL(rest, -2);
    BOOST_CHECK_EQUAL(quotient, -3);
    int n = 0;
    BOOST_CHECK_EQUAL(pullback::remquo(-17., 5., &n), -2);
    BOOST_CHECK_EQUAL(n, -3);
    BOOST_CHECK_EQUAL(pullback::remquo(0x1p60 + 256, 1., &n), 0);
    BOOST_CHECK_EQUAL(n, 256);
    BOOST_CHECK_EQUAL(pullback::frexp(12., &n), 0.75);
    BOOST_CHECK_EQUAL(n, 4);
    static_assert(pullback::lround(2.5) == 3 && pullback::llround(-2.5) == -3 && pullback::lrint(2.5) == 2);
    static_assert(std::is_same_v<decltype(pullback::llrint(2.5f)), long long>);
    static_assert(pullback::ilogb(10.) == 3);
    constexpr auto rounded = pullback::function([](const auto& x) { return x * lround(x); });
    BOOST_CHECK_EQUAL(pullback::gradient(rounded)(2.75), 3);
}

BOOST_AUTO_TEST_CASE(what_constant_expressions_round) {
    static_assert(pullback::rint(0.5) == 0 && pullback::rint(1.5) == 2 && pullback::rint(-2.5f) == -2);
    static_assert(pullback::rint(0x1p52 + 1) == 0x1p52 + 1);
    static_assert(pullback::remainder(7., 2.) == -1 && pullback::remainder(6., 4.) == -2);
    static_assert(pullback::remainder(5e-324, 1e-323) == 5e-324 && pullback::remainder(1.5e-323, 1e-323) == -5e-324);
    constexpr double at_compile_time = pullback::remainder(1e300, 3.7e-5);
    BOOST_CHECK_EQUAL(at_compile_time, std::remainder(1e300, 3.7e-5));
    static_assert(pullback::ldexp(0.75, 4) == 12 && pullback::ldexp(1., -1074) == 5e-324 &&
                  pullback::ldexp(1.f, 1000) == std::numeric_limits<float>::infinity());
    static_assert(pullback::logb(5e-324) == -1074 && pullback::logb(10.f) == 3);
    static_assert(pullback::frexp(-12.).fraction == -0.75 && pullback::frexp(-12.).exponent == 4);
}

BOOST_AUTO_TEST_CASE(exponents) {
    CHECK_EDGES(logb, {1, 0, 0}, {-8, 3, 0}, {tiny, -1074, 0}, {0, -inf, 0}, {-0., -inf, 0}, {inf, inf, 0},
                {-inf, inf, 0});
    constexpr auto fraction = pullback::function([](const auto& x) { return frexp(x).fraction; });
    check("frexp", fraction,
          {edge{12, 0.75, 0x1p-4},
           {-12, -0.75, 0x1p-4},
           {tiny, 0.5, 0x1p1000 * 0x1p73},
           {1, 0.5, 0.5},
           {0, 0, 1},
           {-0., -0., 1},
           {inf, inf, 1},
           {-inf, -inf, 1}});
    CHECK_EDGES_OF_TWO(ldexp, {3, 2, 12, 4, 0}, {3, -2, 0.75, 0.25, 0}, {0, 7, 0, 128, 0}, {-0., 7, -0., 128, 0},
                       {1, 2000, inf, inf, 0}, {1, 1e300, inf, inf, 0}, {1, -1e300, 0, 0, 0}, {inf, -3, inf, 0.125, 0},
                       {1, 2.75, 4, 4, 0});
    CHECK_EDGES_OF_TWO(scalbn, {3, 2, 12, 4, 0});
    CHECK_NAN_OF_TWO(ldexp);
}

BOOST_AUTO_TEST_CASE(reciprocals_and_roots) {
    CHECK_EDGES(inv, {2, 0.5, -0.25}, {0, inf, -inf}, {-0., -inf, -inf}, {inf, 0, 0}, {-inf, -0., 0});
    CHECK_EDGES(inv_sqrt, {4, 0.5, -1 / 16.}, {0, inf, -inf}, {inf, 0, 0}, {-1, undefined, undefined});
    CHECK_EDGES(sqrt1pm1, {0, 0, 0.5}, {-0., -0., 0.5}, {-1, -1, inf}, {3, 1, 0.25}, {inf, inf, 0},
                {-2, undefined, undefined}, {1e-20, 5e-21, 0.5}, {15, 3, 0.125});
    CHECK_EDGES_OF_TWO(powm1, {2, 3, 7, 12, 8 * std::log(2)}, {2, 0, 0, 0, std::log(2)}, {0, 0, 0, 0, -inf},
                       {0, 2, -1, 0, 0}, {-2, 3, -9, 12, undefined}, {1, 1e300, 0, 1e300, 0},
                       {1 + 0x1p-50, 2, 0x1p-49, 2 + 0x1p-49, 0x1p-50 + 0x1.8p-100}, {inf, 2, inf, inf, inf});
}

BOOST_AUTO_TEST_CASE(means) {
    constexpr auto f = pullback::function([](const auto& u) { return lerp(u[0], u[1], u[2]); });
    const auto check_lerp = [&](std::array<double, 3> at, double value, std::array<double, 3> derivative) {
        BOOST_CHECK_EQUAL(f(at), value);
        BOOST_CHECK(pullback::gradient(f)(at) == derivative);
    };
    check_lerp({0.1, 0.7, 0}, 0.1, {1, 0, 0.7 - 0.1});
    check_lerp({0.1, 0.7, 1}, 0.7, {0, 1, 0.7 - 0.1});
    check_lerp({1e20, -3, 1}, -3, {0, 1, -3 - 1e20});
    check_lerp({2, 4, 2}, 6, {-1, 2, 2});
    check_lerp({2, 2, 0.3}, 2, {0.7, 0.3, 0});
    BOOST_CHECK(std::isnan(f(std::array{0., 1., undefined})));
    CHECK_EDGES_OF_TWO(midpoint, {1, 2, 1.5, 0.5, 0.5}, {big, big, big, 0.5, 0.5}, {-big, -big, -big, 0.5, 0.5},
                       {big, -big, 0, 0.5, 0.5}, {tiny, tiny, tiny, 0.5, 0.5}, {inf, 1, inf, 0.5, 0.5},
                       {inf, -inf, undefined, 0.5, 0.5}, {0, 3 * tiny, 2 * tiny, 0.5, 0.5});
    CHECK_NAN_OF_TWO(midpoint);
}

BOOST_AUTO_TEST_CASE(logarithms) {
    CHECK_EDGES(log1m, {0, -0., -1}, {-0., 0, -1}, {1, -inf, -inf}, {-inf, inf, -0.}, {1e-20, -1e-20, -1});
    CHECK_EDGES(log1m_exp, {0, -inf, -inf}, {-0., -inf, -inf}, {-inf, -0., 0}, {-1e-20, std::log(1e-20), -1e20},
                {-800, -0., 0}, {-40, -std::exp(-40), -std::exp(-40)}, {-std::log(2), -std::log(2), -1});
    BOOST_CHECK(std::isnan(pullback::log1m_exp(0.5)));
    constexpr auto rest = pullback::function([](const auto& x) { return log1m_exp(x); });
    BOOST_CHECK_EQUAL(second(rest, 0.), -inf);
    BOOST_CHECK_CLOSE(second(rest, -1.), -std::exp(-1) / std::pow(1 - std::exp(-1), 2), 1e-13);
    CHECK_EDGES_OF_TWO(log_diff_exp,
                       {1, 0, std::log(std::exp(1) - 1), 1 - 1 / (1 - std::exp(1)), 1 / (1 - std::exp(1))},
                       {1, 1, -inf, inf, -inf}, {1000, -1000, 1000, 1, 0}, {2, -inf, 2, 1, 0}, {inf, 2, inf, 1, 0},
                       {-inf, -inf, -inf, undefined, undefined});
    BOOST_CHECK(std::isnan(pullback::log_diff_exp(1., 2.)));
    CHECK_NAN_OF_TWO(log_diff_exp);
    CHECK_EDGES_OF_TWO(multiply_log, {2, 3, 2 * std::log(3), std::log(3), 2 / 3.}, {0, 0, 0, -inf, 0},
                       {0, 2, 0, std::log(2), 0}, {1, 0, -inf, -inf, inf}, {2, 1, 0, 0, 2},
                       {1, -1, undefined, undefined, -1}, {2, inf, inf, inf, 0});
    CHECK_NAN_OF_TWO(multiply_log);
    CHECK_EDGES(logit, {0.5, 0, 4}, {0, -inf, inf}, {1, inf, inf}, {0.5 + 0x1p-40, 0x1p-38, 4}, {2, undefined, -0.5},
                {-1, undefined, -0.5}, {tiny, std::log(tiny), 1 / tiny});
    CHECK_EDGES(inv_logit, {0, 0.5, 0.25});
}

BOOST_AUTO_TEST_CASE(shares) {
    constexpr auto f = pullback::function([](const auto& x) { return softmax(x); });
    const auto far = f(std::array{1000., 1000., -1000.});
    BOOST_CHECK((far == std::array{0.5, 0.5, 0.}));
    const auto J = pullback::jacobian(f)(std::array{1000., 1000., -1000.});
    BOOST_CHECK((J[0] == std::array{0.25, -0.25, 0.}));
    BOOST_CHECK((J[2] == std::array{0., 0., 0.}));
    const auto bounded = f(std::array{-inf, 0., 0.});
    BOOST_CHECK((bounded == std::array{0., 0.5, 0.5}));
}

BOOST_AUTO_TEST_CASE(circle) {
    CHECK_EDGES(sin_pi, {0, 0, pi}, {-0., -0., pi}, {1, 0, -pi}, {-1, -0., -pi}, {0.5, 1, 0}, {1.5, -1, 0},
                {0.25, std::sqrt(0.5), pi * std::sqrt(0.5)}, {-2.5, -1, 0}, {1e300, 0, pi}, {0x1p52 + 1, 0, -pi},
                {inf, undefined, undefined});
    CHECK_EDGES(cos_pi, {0, 1, 0}, {-0., 1, 0}, {1, -1, 0}, {0.5, 0, -pi}, {-0.5, 0, pi}, {1.5, 0, pi}, {2.5, 0, -pi},
                {0x1p52 + 1, -1, 0}, {1e300, 1, 0}, {-inf, undefined, undefined});
    CHECK_EDGES(sinc, {0, 1, 0}, {-0., 1, 0}, {inf, 0, 0}, {-inf, 0, 0}, {1e-200, 1, -1e-200 / 3},
                {1, std::sin(1), std::cos(1) - std::sin(1)});
    // Smooth at 0: the derivatives of order n are 0, -1/3, 0, 1/5, 0, -1/7.
    constexpr auto f = pullback::function([](const auto& x) { return sinc(x); });
    BOOST_CHECK_EQUAL(pullback::derivative<2>(f)(0.), -1 / 3.);
    BOOST_CHECK_EQUAL(pullback::derivative<3>(f)(0.), 0);
    BOOST_CHECK_EQUAL(pullback::derivative<4>(f)(0.), 1 / 5.);
    BOOST_CHECK_EQUAL(pullback::derivative<6>(f)(0.), -1 / 7.);
}

// Orders are numbers where a row is called, and some fit no int. A constant expression would not convert those.
BOOST_AUTO_TEST_CASE(orders_of_derivatives) {
    using pullback::functions::polygamma;
    using pullback::functions::sinc_derivative;
    constexpr double orders[] = {-1, -1e20, 0x1p20 + 1, 0x1p31 - 1, 0x1p31, 1e20, inf, undefined};
    constexpr auto values = [=] {
        std::array<double, 2 * std::size(orders)> all{};
        for (std::size_t i = 0; i < std::size(orders); ++i) {
            all[2 * i] = sinc_derivative::value(orders[i], 0.5);
            all[2 * i + 1] = polygamma::value(orders[i], 0.5);
        }
        return all;
    }();
    for (const double each : values) BOOST_CHECK(std::isnan(each));
    BOOST_CHECK_EQUAL(sinc_derivative::value(2., 0.), -1 / 3.);
    const double largest = sinc_derivative::value(0x1p20, 0.);
    BOOST_CHECK_CLOSE(largest, 1 / (0x1p20 + 1), 1e-12);
}

BOOST_AUTO_TEST_CASE(normal_distribution) {
    const double top = 1 / std::sqrt(2 * pi);
    CHECK_EDGES(Phi, {0, 0.5, top}, {-0., 0.5, top}, {inf, 1, 0}, {-inf, 0, 0}, {50, 1, 0}, {-50, 0, 0});
    CHECK_EDGES(inv_Phi, {0.5, 0, 1 / top}, {0, -inf, inf}, {1, inf, inf}, {2, undefined, undefined},
                {-1, undefined, undefined});
    CHECK_EDGES(erf_inv, {0, 0, std::sqrt(pi) / 2}, {-0., -0., std::sqrt(pi) / 2}, {1, inf, inf}, {-1, -inf, inf},
                {2, undefined, undefined}, {1e-300, 1e-300 * std::sqrt(pi) / 2, std::sqrt(pi) / 2});
    CHECK_EDGES(erfc_inv, {1, 0, -std::sqrt(pi) / 2}, {0, inf, -inf}, {2, -inf, -inf}, {-1, undefined, undefined},
                {3, undefined, undefined});
}

BOOST_AUTO_TEST_CASE(beta_functions) {
    const double euler = std::numbers::egamma;
    CHECK_EDGES(trigamma, {1, pi * pi / 6, -2.4041138063191885708}, {inf, 0, 0}, {0, inf, undefined});
    CHECK_EDGES_OF_TWO(beta, {1, 1, 1, -1, -1}, {2, 3, 1 / 12., -13 / 144., -7 / 144.},
                       {0, 1, inf, undefined, undefined}, {-1, 1, undefined, undefined, undefined},
                       {inf, 1, 0, undefined, undefined});
    CHECK_EDGES_OF_TWO(lbeta, {1, 1, 0, -1, -1}, {2, 3, -std::log(12), 1 - euler - (25 / 12. - euler), 1.5 - 25 / 12.},
                       {0, 1, inf, undefined, 0}, {0, inf, undefined, undefined, undefined},
                       {inf, 1, -inf, undefined, -inf}, {-1, 1, undefined, undefined, undefined});
    CHECK_NAN_OF_TWO(beta);
    CHECK_NAN_OF_TWO(lbeta);
}
