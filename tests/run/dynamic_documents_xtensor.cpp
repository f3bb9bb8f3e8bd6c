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
    result()     = value;
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
    auto y     = C(B(A(variable{without_dimensions(0.5)})));
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

// Step 9: an array without dimensions stays one through every operation, and the first gradient has the data's shape and
// scalar type.
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
