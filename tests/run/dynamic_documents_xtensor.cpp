// SPDX-License-Identifier: BSL-1.0
#include <pullback/ext/xtensor.hpp>

#include <boost/test/unit_test.hpp>

#include <xtensor/xarray.hpp>
#include <xtensor/xrandom.hpp>

#include <cmath>

// The documents' steps on n-dimensional arrays, as they write them; dynamic_documents.cpp has all steps on numbers.

namespace {

namespace functions = pullback::functions;
using pullback::dynamic::function;
using pullback::dynamic::ones_like;
using pullback::dynamic::variable;
using array = xt::xarray<double>;

array without_dimensions(double value) {
    array result = array::from_shape({});
    result() = value;
    return result;
}

boost::test_tools::predicate_result near(double got, double wanted) {
    boost::test_tools::predicate_result result(std::abs(got - wanted) <= 0x1p-52 * std::abs(wanted));
    if (!result) result.message() << got << " instead of " << wanted;
    return result;
}

} // namespace

// Steps 1 to 3.
BOOST_AUTO_TEST_CASE(variable_function_chain) {
    variable x{without_dimensions(10.0)};
    BOOST_TEST(square(x).data()() == 100.0);

    function A = functions::square{};
    function B = functions::exp{};
    function C = functions::square{};
    auto y = C(B(A(variable{without_dimensions(0.5)})));
    BOOST_TEST(near(y.data()(), 1.648721270700128));
}

// Steps 6 to 8.
BOOST_AUTO_TEST_CASE(backward_by_hand_and_by_loop) {
    function A = functions::square{};
    function B = functions::exp{};
    function C = functions::square{};

    variable x{without_dimensions(0.5)};
    auto a = A(x);
    auto b = B(a);
    auto y = C(b);
    y.set_grad(without_dimensions(1.0));
    b.set_grad(C.backward(y.grad()));
    a.set_grad(B.backward(b.grad()));
    x.set_grad(A.backward(a.grad()));
    BOOST_TEST(near(b.grad()(), 2.568050833375483));
    BOOST_TEST(near(a.grad()(), 3.297442541400256));
    BOOST_TEST(near(x.grad()(), 3.297442541400256));

    x.clear_grad();
    y.backward();
    BOOST_TEST(near(x.grad()(), 3.297442541400256));
    BOOST_TEST((y.creator() == C && y.creator().input() == b && b.creator().input() == a && a.creator().input() == x));
}

// Step 9: an array without dimensions stays one through every operation, and the first gradient has the data's shape
// and scalar type.
BOOST_AUTO_TEST_CASE(arrays_without_dimensions) {
    variable x{without_dimensions(0.5)};
    BOOST_TEST(x.ndim() == 0u);
    auto y = square(exp(square(x)));
    BOOST_TEST(y.ndim() == 0u);
    y.backward();
    BOOST_TEST(x.grad().dimension() == 0u);
    BOOST_TEST(y.grad().dimension() == 0u);
    BOOST_TEST(y.grad()() == 1.0);

    const auto ones = ones_like(xt::xarray<float>(xt::zeros<float>({2, 3})));
    static_assert(std::is_same_v<decltype(ones), const xt::xarray<float>>);
    BOOST_TEST((ones.dimension() == 2u && ones.shape(0) == 2u && ones.shape(1) == 3u));
    BOOST_TEST(xt::all(xt::equal(ones, 1.0f)));
    BOOST_TEST(ones_like(x.data()).dimension() == 0u);
}

// Step 10: the gradient at a random point.
BOOST_AUTO_TEST_CASE(random_gradient_check) {
    xt::random::seed(10);
    const array at = xt::random::rand<double>({1});
    variable x{at};
    auto y = square(x);
    y.backward();
    const auto numerical = numerical_diff([](const auto& v) { return square(v); }, x);
    BOOST_TEST(xt::allclose(x.grad(), numerical));
}

// Steps 37 to 41: the next ones, with the numbers they print.

// Step 37: functions of arrays.
BOOST_AUTO_TEST_CASE(arrays_element_by_element) {
    variable x{array{{1, 2, 3}, {4, 5, 6}}};
    variable c{array{{10, 20, 30}, {40, 50, 60}}};
    auto t = x + c;
    BOOST_TEST((t.data() == array{{11, 22, 33}, {44, 55, 66}}));
    auto y = sum(t);
    BOOST_TEST(y.data()() == 231);
    y.backward(pullback::dynamic::retain_grad::yes);
    const array ones = xt::ones<double>({2, 3});
    BOOST_TEST((y.grad()() == 1 && t.grad() == ones && x.grad() == ones && c.grad() == ones));
}

// Step 38: other shapes.
BOOST_AUTO_TEST_CASE(reshape_and_transpose) {
    const array ones = xt::ones<double>({2, 3});
    variable x{array{{1, 2, 3}, {4, 5, 6}}};
    auto y = reshape(x, {6});
    BOOST_TEST((y.data() == array{1, 2, 3, 4, 5, 6}));
    y.backward(pullback::dynamic::retain_grad::yes);
    BOOST_TEST((x.grad() == ones));
    BOOST_TEST((x.reshape({2, 3}).data() == x.data() && x.reshape(2, 3).data() == x.data()));

    x.clear_grad();
    auto z = transpose(x);
    BOOST_TEST((z.data() == array{{1, 4}, {2, 5}, {3, 6}}));
    z.backward();
    BOOST_TEST((x.grad() == ones));
    BOOST_TEST((x.transpose().data() == z.data()));
}

// Step 39: sums.
BOOST_AUTO_TEST_CASE(sums) {
    variable x{array{1, 2, 3, 4, 5, 6}};
    auto y = sum(x);
    y.backward();
    BOOST_TEST(y.data()() == 21);
    BOOST_TEST((x.grad() == array{1, 1, 1, 1, 1, 1}));

    variable m{array{{1, 2, 3}, {4, 5, 6}}};
    auto s = sum(m, 0);
    s.backward();
    BOOST_TEST((s.data() == array{5, 7, 9}));
    BOOST_TEST((m.grad() == array(xt::ones<double>({2, 3}))));

    variable r{array(xt::random::randn<double>({2, 3, 4, 5}))};
    BOOST_TEST((r.sum(pullback::dynamic::keepdims).shape() == std::vector<std::size_t>{1, 1, 1, 1}));
}

// Step 40: broadcasting and what undoes it.
BOOST_AUTO_TEST_CASE(broadcasting) {
    variable x{array{1, 2, 3}};
    auto y = broadcast_to(x, {2, 3});
    BOOST_TEST((y.data() == array{{1, 2, 3}, {1, 2, 3}}));
    y.backward();
    BOOST_TEST((x.grad() == array{2, 2, 2}));

    variable m{array{{1, 2, 3}, {4, 5, 6}}};
    BOOST_TEST((sum_to(m, {1, 3}).data() == array(xt::xtensor<double, 2>{{5, 7, 9}})));
    BOOST_TEST((sum_to(m, {2, 1}).data() == array(xt::xtensor<double, 2>{{6}, {15}})));

    variable x0{array{1, 2, 3}};
    variable x1{array{10}};
    auto z = x0 + x1;
    BOOST_TEST((z.data() == array{11, 12, 13}));
    z.backward();
    BOOST_TEST((x0.grad() == array{1, 1, 1} && x1.grad() == array{3}));
}

// Step 41, and a line fitted with it: the bias is spread over the rows.
BOOST_AUTO_TEST_CASE(matrix_product) {
    xt::random::seed(41);
    variable x{array(xt::random::randn<double>({2, 3}))};
    variable W{array(xt::random::randn<double>({3, 4}))};
    auto y = matmul(x, W);
    y.backward();
    BOOST_TEST((x.grad().shape() == x.data().shape() && W.grad().shape() == W.data().shape()));

    const array inputs = xt::random::rand<double>({100, 1});
    variable<array> weights = xt::zeros<double>({1, 1}), bias = xt::zeros<double>({1});
    for (int i = 0; i < 3000; ++i) {
        auto loss = mean(square(linear(variable{inputs}, weights, bias) - (5 + 2 * inputs)));
        weights.clear_grad();
        bias.clear_grad();
        loss.backward();
        weights.set_data(weights.data() - 0.1 * weights.grad());
        bias.set_data(bias.data() - 0.1 * bias.grad());
    }
    BOOST_TEST(weights.data()(0, 0) == 2, boost::test_tools::tolerance(1e-9));
    BOOST_TEST(bias.data()(0) == 5, boost::test_tools::tolerance(1e-9));
}
