// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>
#include <pullback/derivative/taylor.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>

// Taylor coefficients along a direction: against known series, against polynomials worked out by hand, and against
// derivatives of every order.

namespace {

using point = std::array<double, 2>;

} // namespace

BOOST_AUTO_TEST_CASE(known_series) {
    constexpr auto x = pullback::variable<"x">;
    constexpr auto exponential = pullback::taylor<8>(exp(x));
    const auto c = exponential(0.5, 1.0);
    double factorial = 1;
    for (int k = 0; k <= 8; ++k) {
        BOOST_CHECK_CLOSE(c[static_cast<std::size_t>(k)], std::exp(0.5) / factorial, 1e-12);
        factorial *= k + 1;
    }
    const auto tangent = pullback::taylor<7>(tan(x))(0.0, 1.0);
    const double series[] = {0, 1, 0, 1 / 3., 0, 2 / 15., 0, 17 / 315.};
    for (std::size_t k = 0; k < 8; ++k) BOOST_CHECK_SMALL(tangent[k] - series[k], 1e-15);
}

BOOST_AUTO_TEST_CASE(a_polynomial_along_a_direction) {
    // (x + t)² (y - 2 t)³ at (3, 2).
    constexpr auto f = pullback::function([](const auto& p) { return square(p[0]) * pow(p[1], 3); });
    constexpr auto c = pullback::taylor<6>(f)(point{3, 2}, point{1, -2});
    static_assert(c == std::array{72., 48. - 216, 8. - 144 + 216, -24. + 144 - 72, 24. - 48, -8., 0.});
}

BOOST_AUTO_TEST_CASE(several_results_and_derivatives_of_them) {
    constexpr auto f = pullback::function([](const auto& p) { return std::array{sin(p[0] * p[1]), exp(p[0]) / p[1]}; });
    constexpr auto t = pullback::taylor<3>(f);
    const point x{0.75, 1.25}, v{0.5, -1};
    const auto c = t(x, v);
    constexpr auto line = pullback::function([](const auto& s) {
        const auto a = 0.75 + 0.5 * s, b = 1.25 - s;
        return std::array{sin(a * b), exp(a) / b};
    });
    BOOST_CHECK_CLOSE(c[1][0], pullback::derivative<1>(line)(0.)[0], 1e-12);
    BOOST_CHECK_CLOSE(c[2][1], pullback::derivative<2>(line)(0.)[1] / 2, 1e-12);
    BOOST_CHECK_CLOSE(c[3][0], pullback::derivative<3>(line)(0.)[0] / 6, 1e-12);
    BOOST_CHECK_CLOSE(c[3][1], pullback::derivative<3>(line)(0.)[1] / 6, 1e-12);
    // The coefficient of order 2 by the direction is the Hessian times it.
    constexpr auto bend = pullback::function([](const auto& p, const auto& d) {
        return pullback::taylor<2>(pullback::function([](const auto& u) { return sin(u[0] * u[1]); }))(p, d)[2];
    });
    const auto by_direction = pullback::gradient(bend, pullback::wrt<1>)(x, v);
    const auto product = pullback::hvp(pullback::function([](const auto& u) { return sin(u[0] * u[1]); }))(x, v);
    BOOST_CHECK_CLOSE(by_direction[0], product[0], 1e-12);
    BOOST_CHECK_CLOSE(by_direction[1], product[1], 1e-12);
}
