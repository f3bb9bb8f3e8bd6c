// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>

#include <boost/test/unit_test.hpp>

#include <cmath>

// The figures that the documents print, as the program computes them.

namespace {

constexpr auto x = pullback::variable<"x">;
constexpr auto t = pullback::variable<"t">;
constexpr auto chain = square(exp(square(x)));

boost::test_tools::predicate_result near(double got, double wanted) {
    boost::test_tools::predicate_result result(std::abs(got - wanted) <= 0x1p-52 * std::abs(wanted));
    if (!result) result.message() << got << " instead of " << wanted;
    return result;
}

// Read at run time, so that the compiler leaves something to compute.
double read(double value) {
    volatile double hidden = value;
    return hidden;
}

} // namespace

BOOST_AUTO_TEST_CASE(squares) {
    BOOST_TEST(square(x)(read(10)) == 100);
    BOOST_TEST(square(x)(x = read(12)) == 144);
    BOOST_TEST(square(x)(read(3)) == 9);
}

BOOST_AUTO_TEST_CASE(chain_of_three) {
    BOOST_TEST(near(chain(read(0.5)), 1.648721270700128));
    BOOST_TEST(near(gradient(chain)(read(0.5)), 3.297442541400256));
    const auto [value, slope] = value_and_gradient(chain)(x = read(0.5));
    BOOST_TEST(near(value, 1.648721270700128));
    BOOST_TEST(near(slope, 3.297442541400256));
}

BOOST_AUTO_TEST_CASE(gradients_on_the_way) {
    const double a = square(x)(read(0.5)), b = exp(t)(a);
    const double b_gradient = vjp(square(t))(b, 1.0).cotangent;
    const double a_gradient = vjp(exp(t))(a, b_gradient).cotangent;
    const double x_gradient = vjp(square(t))(read(0.5), a_gradient).cotangent;
    BOOST_TEST(near(b_gradient, 2.568050833375483));
    BOOST_TEST(near(a_gradient, 3.297442541400256));
    BOOST_TEST(near(x_gradient, 3.297442541400256));
}

BOOST_AUTO_TEST_CASE(chain_at_12) { BOOST_TEST(near(chain(read(12)), 1.1934680253072107e+125)); }

BOOST_AUTO_TEST_CASE(sigmoid_of_tanh) { BOOST_TEST(near(gradient(sigmoid(tanh(x)))(read(1)), 0.09112821805819912)); }
