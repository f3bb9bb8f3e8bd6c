// SPDX-License-Identifier: BSL-1.0
// A function recorded at run time and called on variables is one node, with first and second derivatives.
#include <pullback/dynamic.hpp>
#include <pullback/dynamic/record.hpp>

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <vector>

namespace {

using pullback::dynamic::variable;
const auto close_to = boost::test_tools::tolerance(1e-13);

constexpr auto body = [](const auto& x, const auto& v) { return sin(x) * v[0] + v[1] * exp(x); };

BOOST_AUTO_TEST_CASE(is_one_node) {
    const auto f = pullback::record(body, 0.5, std::vector<double>{1, 2});
    const variable x{0.5};
    const std::vector<variable<double>> v{1., 2.};
    const auto y = f(x, v);
    BOOST_TEST(y.creator().input_count() == 3);
    y.backward();
    BOOST_TEST(y.data() == std::sin(0.5) + 2 * std::exp(0.5), close_to);
    BOOST_TEST(x.grad() == std::cos(0.5) + 2 * std::exp(0.5), close_to);
    BOOST_TEST(v[0].grad() == std::sin(0.5), close_to);
    BOOST_TEST(v[1].grad() == std::exp(0.5), close_to);
}

BOOST_AUTO_TEST_CASE(is_differentiated_twice) {
    const auto f = pullback::record(body, 0.5, std::vector<double>{1, 2});
    const variable x{0.5};
    const auto y = f(x, std::vector<double>{1, 2}) * x;
    const auto slope = pullback::dynamic::grad(y, x);
    const double value = std::sin(0.5) + 2 * std::exp(0.5), first = std::cos(0.5) + 2 * std::exp(0.5),
                 second = -std::sin(0.5) + 2 * std::exp(0.5);
    BOOST_TEST(slope.data() == value + 0.5 * first, close_to);
    slope.backward();
    BOOST_TEST(x.grad() == 2 * first + 0.5 * second, close_to);
}

} // namespace
