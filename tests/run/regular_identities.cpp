// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <limits>

// What may stand for what else: only what is defined wherever that is, and never what the user wrote for what the user
// wrote otherwise.

namespace {

using pullback::function;

template <class F, class... Arguments>
constexpr pullback::program_view program(const F&, const Arguments&...) {
    return pullback::detail::program_of<F, Arguments...>::code.view();
}

} // namespace

BOOST_AUTO_TEST_CASE(a_quotient_stands_for_no_product) {
    // The derivative of the second result by z is x y, which is the first result where that is a number.
    constexpr auto f = pullback::value_and_jacobian(function([](const auto& x, const auto& y, const auto& z) {
        return std::array{x * y * y / y, x * y * z, exp(log(y)) * x, sin(z) * y * x};
    }));
    const auto J = f(2.0, 0.0, 3.0).jacobian;
    const auto& [by_x, by_y, by_z] = J[1];
    BOOST_TEST(by_x == 0);
    BOOST_TEST(by_y == 6);
    BOOST_TEST(by_z == 0);
    const auto& [sine_x, sine_y, sine_z] = J[3];
    BOOST_TEST(sine_x == 0);
    BOOST_TEST(sine_y == 2 * std::sin(3.0));
    BOOST_TEST(sine_z == 0);
    const auto below = f(2.0, -1.0, 3.0).jacobian; // where the logarithm is no number
    const auto& [below_x, below_y, below_z] = below[1];
    BOOST_TEST(below_x == -3);
    BOOST_TEST(below_y == 6);
    BOOST_TEST(below_z == -2);
}

BOOST_AUTO_TEST_CASE(what_the_user_wrote_twice_is_computed_twice) {
    // Equal as formulas; the first loses digits that the second keeps, and the derivative by z is the second's.
    constexpr auto f = pullback::value_and_jacobian(function([](const auto& x, const auto& y, const auto& z) {
        return std::array{x * x - y * y, (x - y) * (x + y), z * ((x - y) * (x + y)), z * (x * x - y * y)};
    }));
    const double y = 0.7, x = y + 1e-9;
    const volatile double xx = x * x, yy = y * y, difference = x - y, sum = x + y;
    const auto result = f(x, y, 2.0);
    BOOST_TEST(result.value[0] == xx - yy, boost::test_tools::tolerance(1e-6));
    BOOST_TEST(result.value[1] == difference * sum, boost::test_tools::tolerance(1e-15));
    BOOST_TEST(result.value[2] == 2 * difference * sum, boost::test_tools::tolerance(1e-15));
    const auto& [by_x, by_y, by_z] = result.jacobian[2];
    BOOST_TEST(by_z == difference * sum, boost::test_tools::tolerance(1e-15));
    static_cast<void>(by_x), static_cast<void>(by_y);
}

BOOST_AUTO_TEST_CASE(a_product_is_no_product_with_a_sum) {
    // The second derivative is cos(t) times the first as a formula, but that has lost half its digits.
    constexpr auto f = pullback::jacobian(
        function([](const auto& x, const auto& y, const auto& z, const auto& w, const auto& t) {
            return std::array{square(sin(x)) * z - square(sin(y)) * z,
                              (sin(x) - sin(y)) * w * cos(t) * (sin(x) + sin(y))};
        }),
        pullback::wrt<2, 3>);
    const double y = 0.7, x = y + 1e-9, t = 0.4;
    const auto J = f(x, y, 2.0, 3.0, t);
    const auto& [by_z, by_w] = J[1];
    BOOST_TEST(by_z == 0);
    BOOST_TEST(by_w == (std::sin(x) - std::sin(y)) * std::cos(t) * (std::sin(x) + std::sin(y)),
               boost::test_tools::tolerance(1e-15));
}

BOOST_AUTO_TEST_CASE(only_the_root_of_two_is_the_root_of_two) {
    const auto has_equal_results = [](const auto& f) {
        const pullback::program_view view = program(f, 1.0);
        const pullback::detail::fingerprints prints(view);
        return prints[view.outputs[0]].has_value_of(prints[view.outputs[1]]);
    };
    BOOST_TEST(has_equal_results(function([](const auto& x) {
        const auto root = sqrt(pullback::constant_like(x, 2));
        return std::array{root * x * root, 2 * x};
    })));
    BOOST_TEST(!has_equal_results(function([](const auto& x) {
        const auto root = sqrt(pullback::constant_like(x, 3));
        return std::array{root * x * root, 2 * x};
    })));
}
