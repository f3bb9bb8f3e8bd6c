// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>
#include <pullback/ext/boost_math.hpp>

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <limits>

namespace {

constexpr auto kepler = pullback::function([](const auto& anomaly, const auto& eccentricity, const auto& mean) {
    return anomaly - eccentricity * sin(anomaly) - mean;
});

constexpr auto x = pullback::variable<"x">;

} // namespace

BOOST_AUTO_TEST_CASE(values_and_derivatives, *boost::unit_test::tolerance(1e-15)) {
    const auto [y, dy] = pullback::value_and_derivatives<1>(kepler, 0.3, 1.2)(0.7);
    BOOST_TEST(y == 0.7 - 0.3 * std::sin(0.7) - 1.2);
    BOOST_TEST(dy == 1 - 0.3 * std::cos(0.7));
    const auto [z, dz, d2z] = pullback::value_and_derivatives<2>(kepler, 0.3, 1.2)(0.7);
    BOOST_TEST(z == y);
    BOOST_TEST(dz == dy);
    BOOST_TEST(d2z == 0.3 * std::sin(0.7));
    // A number in a formula is kept with it.
    const double k = 3;
    const auto wave = sin(k * x);
    BOOST_TEST(std::get<2>(pullback::value_and_derivatives<2>(wave)(0.7)) == -9 * std::sin(2.1));
    static_assert(std::get<1>(pullback::value_and_derivatives<1>(x * x)(1.5f)) == 3.0f);
}

BOOST_AUTO_TEST_CASE(roots) {
    using namespace boost::math::tools;
    constexpr int bits = std::numeric_limits<double>::digits - 3;
    const auto is_root = [](double e) { return std::abs(e - 0.3 * std::sin(e) - 1.2) < 1e-15; };
    BOOST_TEST(
        is_root(newton_raphson_iterate(pullback::value_and_derivatives<1>(kepler, 0.3, 1.2), 1.2, 0., 3., bits)));
    BOOST_TEST(is_root(halley_iterate(pullback::value_and_derivatives<2>(kepler, 0.3, 1.2), 1.2, 0., 3., bits)));
    BOOST_TEST(is_root(schroder_iterate(pullback::value_and_derivatives<2>(kepler, 0.3, 1.2), 1.2, 0., 3., bits)));
}

BOOST_AUTO_TEST_CASE(third_order_needs_fewer_steps) {
    // A wrong second derivative would still find the root, but not as fast.
    std::uintmax_t newton = 100, halley = 100;
    constexpr auto f = exp(x) * x - 5;
    boost::math::tools::newton_raphson_iterate(pullback::value_and_derivatives<1>(f), 5., 0., 10., 50, newton);
    boost::math::tools::halley_iterate(pullback::value_and_derivatives<2>(f), 5., 0., 10., 50, halley);
    BOOST_TEST(halley < newton);
}

BOOST_AUTO_TEST_CASE(any_scalar) {
    using boost::math::tools::halley_iterate;
    const auto functor = pullback::value_and_derivatives<2>(x * x - 2);
    BOOST_TEST(std::abs(halley_iterate(functor, 1.5f, 1.f, 2.f, 21) - std::sqrt(2.f)) < 2e-7f);
    BOOST_TEST(std::abs(halley_iterate(functor, 1.5L, 1.L, 2.L, 61) - std::sqrt(2.L)) < 3e-19L);
}
