// SPDX-License-Identifier: BSL-1.0
#include <pullback/dynamic.hpp>
#include <pullback/ext/xtensor.hpp>

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <limits>

// The same as for Eigen's arrays: what is not taken is known for each element.

namespace {

using pullback::dynamic::variable;
using array = xt::xarray<double>;

} // namespace

BOOST_AUTO_TEST_CASE(elements_that_are_not_taken_have_no_part) {
    variable<array> x{array{0.0, 4.0}};
    const auto f = [&] { return sum(select(x > 0.0, sqrt(x), x * 3.0)); };
    f().backward();
    BOOST_TEST((x.grad() == array{3.0, 0.25}));
    const auto slope = grad(f(), x);
    BOOST_TEST((slope.data() == array{3.0, 0.25}));
    BOOST_TEST((grad(sum(slope), x).data() == array{0.0, -0.03125}));
}

BOOST_AUTO_TEST_CASE(products_and_sums_pass_on_what_is_taken) {
    variable<array> w{array{{0.0, 4.0}, {1.0, 9.0}}}, x{array{1.0, 2.0}};
    const auto f = [&] { return sum(max(matmul(sqrt(w), x) - 5.0, 0.0)); };
    f().backward();
    BOOST_TEST((w.grad() == array{{0.0, 0.0}, {0.5, 2 / 6.0}}));
    const auto slope = grad(f(), w);
    BOOST_TEST((slope.data() == w.grad()));
    BOOST_TEST(grad(sum(slope), w).data()(1, 0) == -0.25);
    const auto both = grad(sum(select(x > 9.0, sum(sqrt(w)), x)), {w, x});
    BOOST_TEST((both[0].data() == array{{0.0, 0.0}, {0.0, 0.0}}));
    BOOST_TEST((both[1].data() == array{1.0, 1.0}));
}

BOOST_AUTO_TEST_CASE(log_sum_exp_of_an_array_is_a_number) {
    variable<array> x{array{0.0, 1.0, -std::numeric_limits<double>::infinity()}};
    const auto y = log_sum_exp(x);
    BOOST_TEST(y.ndim() == 0u);
    BOOST_TEST(y.data()() == std::log(1 + std::exp(1.0)), boost::test_tools::tolerance(1e-15));
    y.backward();
    BOOST_TEST(x.grad()(0) + x.grad()(1) == 1);
    BOOST_TEST(x.grad()(2) == 0);
    BOOST_TEST((grad(y, x).data() == x.grad()));
}
