// SPDX-License-Identifier: BSL-1.0
#include "array_check.hpp"

#include <pullback/ext/xtensor.hpp>

#include <boost/test/unit_test.hpp>
#include <xtensor/xbuilder.hpp>
#include <xtensor/xcomplex.hpp>
#include <xtensor/xmath.hpp>
#include <xtensor/xnorm.hpp>

#include <type_traits>
#include <vector>

// Norms, outer products, shares and arrays behind one another.

namespace {

namespace dynamic = pullback::dynamic;
using array_test::check;
using array_test::filled;
using array_test::text_of;
using dynamic::concatenate;
using dynamic::variable;
using array = xt::xarray<double>;

const array three = filled(array::from_shape({3}));
const array two_by_three = filled(array::from_shape({2, 3}));

template <class X, class Y>
bool near(const X& x, const Y& y) {
    return xt::allclose(x, y, 1e-14, 1e-14);
}

} // namespace

BOOST_AUTO_TEST_CASE(norms) {
    const array& a = two_by_three;
    variable x{a};
    const variable constant{a};
    BOOST_TEST(near(squared_norm(x).data(), xt::sum(xt::square(a))));
    BOOST_TEST(near(norm(constant).data(), xt::sqrt(xt::sum(xt::square(a)))));
    BOOST_TEST(near(norm(variable{a}, 1).data(), xt::sqrt(xt::sum(xt::square(a), {1}))));
    BOOST_TEST((squared_norm(x, 0, dynamic::keepdims).shape() == std::vector<std::size_t>{1, 3}));
    static_assert(std::is_same_v<decltype(norm(variable{xt::xtensor<double, 2>()})), variable<double>>);
    check("norm", [](const auto& v) { return norm(v) * norm(v, 1); }, a);
}

BOOST_AUTO_TEST_CASE(outer_products) {
    const array b = filled(array::from_shape({2}), 1);
    BOOST_TEST(near(outer(variable{three}, b).data(), xt::view(three, xt::all(), xt::newaxis()) * b));
    check("outer", [&](const auto& v) { return exp(outer(v, b)) + square(outer(v, square(v)))(1, 2); }, three);
    check("outer by y", [&](const auto& v) { return square(outer(b, v)); }, three);
    using tensor = xt::xtensor<double, 1>;
    static_assert(std::is_same_v<decltype(outer(variable{tensor()}, tensor())), variable<xt::xtensor<double, 2>>>);
    BOOST_TEST(text_of<dynamic::shape_mismatch>([] { outer(variable{two_by_three}, three); }) ==
               "outer(x, y): x has the shape (2, 3) and y the shape (3); both must have one dimension");
}

BOOST_AUTO_TEST_CASE(shares_of_lines) {
    const array& a = two_by_three;
    const array powers = xt::exp(a), totals = xt::sum(powers, {1}, xt::keep_dims);
    BOOST_TEST(near(softmax(variable{a}, 1).data(), powers / totals));
    BOOST_TEST(near(softmax(variable{a}).data(), powers / xt::sum(powers)));
    check("softmax", [](const auto& v) { return square(softmax(v, 0)) + log_softmax(v, 1); }, a);
    array_test::check_float("softmax", [](const auto& v) { return softmax(v, 1); }, a);
}

BOOST_AUTO_TEST_CASE(arrays_behind_one_another) {
    const variable x{two_by_three};
    BOOST_TEST(bool(concatenate({x, x}, 1).data() == xt::concatenate(xt::xtuple(two_by_three, two_by_three), 1)));
    check("concatenate", [](const auto& v) { return square(concatenate({v, exp(v)}, 0)); }, two_by_three);
}
