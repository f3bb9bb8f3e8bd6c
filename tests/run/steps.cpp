// SPDX-License-Identifier: BSL-1.0
#include <pullback/dynamic.hpp>

#include <boost/test/unit_test.hpp>

#include <sstream>
#include <unordered_map>
#include <unordered_set>

// What is done with numbers besides computing: counting, tests for zero, order, reading, hashing.

namespace {

using namespace pullback::literals;
namespace dynamic = pullback::dynamic;
using dynamic::variable;

constexpr auto counted = pullback::function([](const auto& x) {
    auto up = x, down = x;
    const auto before = up++;
    ++up;
    --down;
    const auto last = down--;
    return (up - before) * x + last * down + select(!x, 7 * x + 1, x);
});

} // namespace

BOOST_AUTO_TEST_CASE(counting_and_test_for_zero_in_a_recorded_function) {
    static_assert(counted(3.0) == 6 + 2 * 1 + 3);
    static_assert(pullback::gradient(counted)(3.0) == 2 + (2 * 3 - 3) + 1);
    static_assert(counted(0.0) == 0 + 2 + 1);
    static_assert(pullback::gradient(counted)(0.0) == 2 - 3 + 7);
}

BOOST_AUTO_TEST_CASE(test_for_zero_in_a_formula) {
    constexpr auto x = pullback::variable<"x">;
    constexpr auto f = select(!x, 1_c, sin(x) / x);
    BOOST_CHECK_EQUAL(f(0.), 1);
    BOOST_CHECK_EQUAL(f(0.5), std::sin(0.5) / 0.5);
}

BOOST_AUTO_TEST_CASE(counting_on_the_graph) {
    const variable start{2.0};
    variable x = start;
    const variable before = x++;
    BOOST_CHECK(before.is_same(start));
    BOOST_CHECK_EQUAL(x.data(), 3);
    const variable y = ++x * --x;
    BOOST_CHECK_EQUAL(start.data(), 2);
    y.backward();
    BOOST_CHECK(start.has_grad());
    variable<double> z{1.0};
    BOOST_CHECK(!!z && !(z - 1));
    z--;
    BOOST_CHECK(!z);
}

BOOST_AUTO_TEST_CASE(order_of_data) {
    const variable x{1.0}, y{2.0};
    BOOST_CHECK((x <=> y) < 0 && (y <=> x) > 0 && (x <=> 1.0) == 0 && (3 <=> y) > 0);
    BOOST_CHECK(x < y && x == 1.0);
}

BOOST_AUTO_TEST_CASE(reading) {
    std::istringstream in("2.5 -1e3 word");
    variable<double> x, y, z{7.0};
    in >> x >> y;
    BOOST_CHECK_EQUAL(x.data(), 2.5);
    BOOST_CHECK_EQUAL(y.data(), -1000);
    BOOST_CHECK(!(in >> z));
    BOOST_CHECK_EQUAL(z.data(), 7);
    const auto product = x * y;
    product.backward();
    BOOST_CHECK_EQUAL(x.grad(), -1000);
}

BOOST_AUTO_TEST_CASE(hashing) {
    const variable a{1.5}, b{1.5}, c = a;
    std::unordered_set<variable<double>> values{a, b, c};
    BOOST_CHECK_EQUAL(values.size(), 1u);
    std::unordered_map<variable<double>, int, dynamic::by_identity, dynamic::by_identity> places{{a, 1}, {b, 2}};
    BOOST_CHECK_EQUAL(places.size(), 2u);
    BOOST_CHECK_EQUAL(places.at(c), 1);
    BOOST_CHECK_EQUAL(places.at(b), 2);
}
