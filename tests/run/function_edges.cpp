// SPDX-License-Identifier: BSL-1.0
#include "edge_check.hpp"

#include <numbers>

// What every function and its derivative answer at zeros, infinities, NaN, ties and the borders of the
// domain.

using namespace edge_test;

namespace {

constexpr double pi = std::numbers::pi;

} // namespace

BOOST_AUTO_TEST_CASE(exponentials) {
    CHECK_EDGES(exp, {0, 1, 1}, {-0., 1, 1}, {inf, inf, inf}, {-inf, 0, 0}, {big, inf, inf}, {-big, 0, 0});
    CHECK_EDGES(exp2, {0, 1, std::log(2)}, {inf, inf, inf}, {-inf, 0, 0}, {1024, inf, inf});
    CHECK_EDGES(expm1, {0, 0, 1}, {-0., -0., 1}, {inf, inf, inf}, {-inf, -1, 0}, {-50, -1, std::exp(-50)});
    CHECK_EDGES(log, {0, -inf, inf}, {-0., -inf, -inf}, {1, 0, 1}, {inf, inf, 0}, {-1, undefined, -1});
    CHECK_EDGES(log2, {0, -inf, inf}, {1, 0, 1 / std::log(2)}, {inf, inf, 0}, {-1, undefined, -1 / std::log(2)});
    CHECK_EDGES(log10, {0, -inf, inf}, {1, 0, 1 / std::log(10)}, {inf, inf, 0}, {-1, undefined, -1 / std::log(10)});
    CHECK_EDGES(log1p, {0, 0, 1}, {-0., -0., 1}, {-1, -inf, inf}, {inf, inf, 0}, {-2, undefined, -1});
}

BOOST_AUTO_TEST_CASE(powers) {
    CHECK_EDGES(square, {0, 0, 0}, {-0., 0, 0}, {inf, inf, inf}, {-inf, inf, -inf});
    CHECK_EDGES(sqrt, {0, 0, inf}, {-0., -0., -inf}, {inf, inf, 0}, {-1, undefined, undefined},
                {tiny, 0x1p-537, 0x1p536});
    CHECK_EDGES(cbrt, {0, 0, inf}, {-0., -0., inf}, {inf, inf, 0}, {-inf, -inf, 0}, {-8, -2, 1 / 12.});
    CHECK_EDGES_OF_TWO(pow, {0, 0, 1, 0, -inf}, {0, 1, 0, 1, 0}, {0, 2, 0, 0, 0}, {-0., 1, -0., 1, 0},
                       {-0., 3, -0., 0, 0}, {0, 0.5, 0, inf, 0}, {0, -1, inf, -inf, -inf}, {2, 0, 1, 0, std::log(2)},
                       {-2, 3, -8, 12, undefined}, {-2, 0, 1, 0, undefined}, {-2, 0.5, undefined, undefined, undefined},
                       {1, inf, 1, inf, 0}, {inf, 2, inf, inf, inf}, {inf, -1, 0, 0, 0}, {inf, 0, 1, 0, inf},
                       {0.5, inf, 0, undefined, 0}, {2, -inf, 0, undefined, 0});
    BOOST_CHECK_EQUAL(pullback::pow(undefined, 0.), 1); // as std::pow
    BOOST_CHECK_EQUAL(pullback::pow(1., undefined), 1);
    BOOST_CHECK(std::isnan(pullback::pow(undefined, 2.)));
    CHECK_EDGES_OF_TWO(hypot, {0, 0, 0, 0, 0}, {-0., -0., 0, 0, 0}, {3, -4, 5, 0.6, -0.8}, {0, 2, 2, 0, 1},
                       {big / 2, big / 2, big * std::sqrt(0.5), std::sqrt(0.5), std::sqrt(0.5)},
                       {3 * tiny, 4 * tiny, 5 * tiny, 0.6, 0.8}, {1, inf, inf, 0, undefined});
    CHECK_NAN_OF_TWO(hypot);
    constexpr auto of_two = pullback::function([](const auto& x) { return hypot(x[0], x[1]); });
    constexpr auto of_three = pullback::function([](const auto& x) { return hypot(x[0], x[1], x[2]); });
    constexpr std::array<double, 2> no_pair{};
    constexpr std::array<double, 3> no_triple{};
    BOOST_CHECK((pullback::hessian(of_two)(no_pair) == std::array{no_pair, no_pair}));
    BOOST_CHECK((pullback::gradient(of_three)(no_triple) == no_triple));
    BOOST_CHECK((pullback::hessian(of_three)(no_triple) == std::array{no_triple, no_triple, no_triple}));
    BOOST_CHECK(std::isnan(of_three(std::array{1., undefined, 2.})));
    constexpr auto product = pullback::function([](const auto& x) { return fma(x[0], x[1], x[2]); });
    BOOST_CHECK((pullback::gradient(product)(std::array{0., inf, 1.}) == std::array{inf, 0., 1.}));
    BOOST_CHECK(std::isnan(product(std::array{0., inf, 1.})));
    BOOST_CHECK(std::isnan(product(std::array{0., 1., undefined})));
}

BOOST_AUTO_TEST_CASE(trigonometric_functions) {
    CHECK_EDGES(sin, {0, 0, 1}, {-0., -0., 1}, {inf, undefined, undefined}, {-inf, undefined, undefined});
    CHECK_EDGES(cos, {0, 1, 0}, {-0., 1, 0}, {inf, undefined, undefined}, {-inf, undefined, undefined});
    CHECK_EDGES(tan, {0, 0, 1}, {-0., -0., 1}, {inf, undefined, undefined}, {-inf, undefined, undefined});
    CHECK_EDGES(asin, {0, 0, 1}, {-0., -0., 1}, {1, pi / 2, inf}, {-1, -pi / 2, inf}, {2, undefined, undefined},
                {inf, undefined, undefined});
    CHECK_EDGES(acos, {0, pi / 2, -1}, {1, 0, -inf}, {-1, pi, -inf}, {2, undefined, undefined},
                {-inf, undefined, undefined});
    CHECK_EDGES(atan, {0, 0, 1}, {-0., -0., 1}, {inf, pi / 2, 0}, {-inf, -pi / 2, 0});
    CHECK_EDGES_OF_TWO(atan2, {0, 0, 0, undefined, undefined}, {-0., -0., -pi, undefined, undefined}, {0, 1, 0, 1, 0},
                       {-0., 1, -0., 1, 0}, {0, -1, pi, -1, 0}, {-0., -1, -pi, -1, 0}, {2, 0, pi / 2, 0, -0.5},
                       {-2, 0, -pi / 2, 0, 0.5}, {1, inf, 0, undefined, 0}, {inf, 1, pi / 2, 0, undefined});
    CHECK_NAN_OF_TWO(atan2);
}

BOOST_AUTO_TEST_CASE(hyperbolic_functions) {
    CHECK_EDGES(sinh, {0, 0, 1}, {-0., -0., 1}, {inf, inf, inf}, {-inf, -inf, inf});
    CHECK_EDGES(cosh, {0, 1, 0}, {-0., 1, 0}, {inf, inf, inf}, {-inf, inf, -inf});
    CHECK_EDGES(tanh, {0, 0, 1}, {-0., -0., 1}, {inf, 1, 0}, {-inf, -1, 0});
    CHECK_EDGES(asinh, {0, 0, 1}, {-0., -0., 1}, {inf, inf, 0}, {-inf, -inf, 0}, {1e300, std::asinh(1e300), 1e-300});
    CHECK_EDGES(acosh, {1, 0, inf}, {inf, inf, 0}, {0, undefined, undefined}, {-2, undefined, undefined},
                {1e300, std::acosh(1e300), 1e-300});
    CHECK_EDGES(atanh, {0, 0, 1}, {-0., -0., 1}, {1, inf, inf}, {-1, -inf, inf});
    BOOST_CHECK(std::isnan(pullback::atanh(2.)));
}

BOOST_AUTO_TEST_CASE(piecewise_functions) {
    CHECK_EDGES(abs, {0, 0, 1}, {-0., 0, 1}, {inf, inf, 1}, {-inf, inf, -1}, {tiny, tiny, 1}, {-tiny, tiny, -1});
    CHECK_EDGES(floor, {0, 0, 0}, {-0., -0., 0}, {2, 2, 0}, {-2.5, -3, 0}, {inf, inf, 0}, {-inf, -inf, 0});
    CHECK_EDGES(ceil, {0, 0, 0}, {-0., -0., 0}, {2, 2, 0}, {-0.5, -0., 0}, {inf, inf, 0}, {-inf, -inf, 0});
    CHECK_EDGES(round, {0, 0, 0}, {-0., -0., 0}, {2.5, 3, 0}, {-2.5, -3, 0}, {inf, inf, 0}, {-inf, -inf, 0});
    CHECK_EDGES(trunc, {0, 0, 0}, {-0., -0., 0}, {2.5, 2, 0}, {-0.5, -0., 0}, {inf, inf, 0}, {-inf, -inf, 0});
    CHECK_EDGES_OF_TWO(min, {1, 2, 1, 1, 0}, {2, 1, 1, 0, 1}, {1, 1, 1, 0, 1}, {0, -0., 0, 0, 1}, {-0., 0, -0., 0, 1},
                       {inf, inf, inf, 0, 1}, {-inf, inf, -inf, 1, 0});
    CHECK_EDGES_OF_TWO(max, {1, 2, 2, 0, 1}, {2, 1, 2, 1, 0}, {1, 1, 1, 1, 0}, {0, -0., 0, 1, 0}, {-0., 0, -0., 1, 0},
                       {inf, inf, inf, 1, 0}, {-inf, inf, inf, 0, 1});
    CHECK_NAN_OF_TWO(min);
    CHECK_NAN_OF_TWO(max);
    CHECK_EDGES_OF_TWO(fmod, {7, 2, 1, 1, -3}, {-7, 2, -1, 1, 3}, {6, 2, 0, 1, -3}, {-6, 2, -0., 1, 3}, {0, 2, 0, 1, 0},
                       {1, inf, 1, 1, 0}, {1, 0, undefined, 1, undefined}, {inf, 1, undefined, 1, undefined});
    CHECK_NAN_OF_TWO(fmod);
    BOOST_CHECK_EQUAL(pullback::hessian(pullback::function([](const auto& x) { return abs(x); }))(0.), 0);
}

BOOST_AUTO_TEST_CASE(clamp_at_its_bounds) {
    constexpr auto f = pullback::function([](const auto& x) { return clamp(x[0], x[1], x[2]); });
    const auto check_clamp = [&](double x, double value, std::array<double, 3> derivative) {
        const std::array argument{x, -1., 2.};
        BOOST_CHECK_EQUAL(f(argument), value);
        BOOST_CHECK_MESSAGE(pullback::gradient(f)(argument) == derivative, "clamp at " << x);
    };
    check_clamp(-1, -1, {1, 0, 0});
    check_clamp(2, 2, {0, 0, 1});
    check_clamp(0, 0, {1, 0, 0});
    check_clamp(-1.5, -1, {0, 1, 0});
    check_clamp(2.5, 2, {0, 0, 1});
    check_clamp(-inf, -1, {0, 1, 0});
    check_clamp(inf, 2, {0, 0, 1});
    BOOST_CHECK(std::isnan(f(std::array{undefined, -1., 2.})));
    BOOST_CHECK(std::isnan(f(std::array{0., undefined, 2.})));
    BOOST_CHECK(std::isnan(f(std::array{0., -1., undefined})));
    // An interval of one point.
    BOOST_CHECK((pullback::gradient(f)(std::array{0., 1., 1.}) == std::array{0., 0., 1.}));
    BOOST_CHECK((pullback::gradient(f)(std::array{1., 1., 1.}) == std::array{0., 0., 1.}));
    BOOST_CHECK((pullback::gradient(f)(std::array{2., 1., 1.}) == std::array{0., 0., 1.}));
}

BOOST_AUTO_TEST_CASE(special_functions) {
    const double slope = 2 / std::sqrt(pi);
    CHECK_EDGES(erf, {0, 0, slope}, {-0., -0., slope}, {inf, 1, 0}, {-inf, -1, 0});
    CHECK_EDGES(erfc, {0, 1, -slope}, {inf, 0, 0}, {-inf, 2, 0});
    const double euler = std::numbers::egamma;
    CHECK_EDGES(lgamma, {1, 0, -euler}, {2, 0, 1 - euler}, {0, inf, undefined}, {-3, inf, undefined}, {inf, inf, inf});
    CHECK_EDGES(tgamma, {1, 1, -euler}, {2, 1, 1 - euler}, {0, inf, undefined}, {-0., -inf, undefined},
                {-3, undefined, undefined}, {inf, inf, inf});
    CHECK_EDGES(digamma, {1, -euler, pi * pi / 6}, {0, undefined, inf}, {-3, undefined, inf}, {inf, inf, 0});
    constexpr auto trigamma = pullback::function([](const auto& x) { return polygamma(1, x); });
    check("polygamma(1, x)", trigamma,
          {edge{1, pi * pi / 6, -2.4041138063191885708}, {inf, 0, 0}, {0, inf, undefined}, {-3, inf, undefined}});
}

BOOST_AUTO_TEST_CASE(activations) {
    CHECK_EDGES(sigmoid, {0, 0.5, 0.25}, {inf, 1, 0}, {-inf, 0, 0}, {big, 1, 0}, {-big, 0, 0},
                {-700, std::exp(-700), std::exp(-700)});
    CHECK_EDGES(softplus, {0, std::log(2), 0.5}, {inf, inf, 1}, {-inf, 0, 0}, {big, big, 1}, {-big, 0, 0});
    CHECK_EDGES(detach, {0, 0, 0}, {-0., -0., 0}, {inf, inf, 0}, {1.5, 1.5, 0});
}
