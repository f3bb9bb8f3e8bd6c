// SPDX-License-Identifier: BSL-1.0
#include "array_check.hpp"

#include <pullback/ext/xtensor.hpp>

#include <boost/test/unit_test.hpp>
#include <xtensor/xfixed.hpp>
#include <xtensor/xmanipulation.hpp>
#include <xtensor/xview.hpp>

#include <type_traits>

// xtensor's own functions of the same names are found for these variables too, so every function is called
// here with a variable that can be changed, a constant one and a temporary one, and together with xtensor's
// arrays on either side.

namespace {

namespace dynamic = pullback::dynamic;
using array_test::check;
using array_test::filled;
using array_test::text_of;
using dynamic::variable;
using array = xt::xarray<double>;
using array_by_columns = xt::xarray<double, xt::layout_type::column_major>;
template <std::size_t N>
using tensor = xt::xtensor<double, N>;

const array three = filled(array::from_shape({3}));
const array two_by_three = filled(array::from_shape({2, 3}));
const array cube = filled(array::from_shape({2, 2, 2}));

std::vector<std::size_t> shape_of(const array& x) { return {x.shape().begin(), x.shape().end()}; }

template <class X, class Y>
inline constexpr bool is_same_variable = std::is_same_v<std::remove_cvref_t<X>, variable<Y>>;

} // namespace

BOOST_AUTO_TEST_CASE(what_the_graph_knows_of_a_type) {
    BOOST_TEST((variable{two_by_three}.shape() == std::vector<std::size_t>{2, 3}));
    BOOST_TEST((variable{tensor<3>::from_shape({2, 3, 4})}.shape() == std::vector<std::size_t>{2, 3, 4}));
    BOOST_TEST(variable{array(2.5)}.ndim() == 0u);
    BOOST_TEST(variable{array(2.5)}.size() == 1u);
    BOOST_TEST(bool(dynamic::ones_like(two_by_three) == xt::ones<double>({2, 3})));
    static_assert(std::is_same_v<decltype(dynamic::ones_like(xt::xarray<float>())), xt::xarray<float>>);
    BOOST_TEST(dynamic::ones_like(array(2.5)).dimension() == 0u);
    static_assert(std::is_same_v<dynamic::rebind_data<xt::xarray<float>, double>, array>);
    static_assert(std::is_same_v<dynamic::rebind_data<xt::xtensor<int, 2>, double>, tensor<2>>);
    static_assert(!dynamic::Data<xt::xarray<bool>> && !dynamic::Data<xt::xarray<double, xt::layout_type::dynamic>>);
    BOOST_TEST((variable{array{{1, 2}, {3, 4}}}.node()->data_text()) == "[[1, 2], [3, 4]]");
    BOOST_TEST((variable{array_by_columns{{1, 2}, {3, 4}}}.node()->data_text()) == "[[1, 2], [3, 4]]");
    BOOST_TEST(variable{array(2.5)}.node()->data_text() == "2.5");
}

BOOST_AUTO_TEST_CASE(expressions_become_plain) {
    const array a = two_by_three, b = filled(a, 1);
    dynamic::variable v(a + b);
    static_assert(is_same_variable<decltype(v), array>);
    BOOST_TEST(bool(v.data() == a + b));
    BOOST_TEST(bool((v * (a - b)).data() == (a + b) * (a - b)));
    BOOST_TEST(bool(((a - b) * v).data() == (a - b) * (a + b)));
    dynamic::variable row(xt::view(a, 1));
    static_assert(is_same_variable<decltype(row), array>);
    BOOST_TEST((row.shape() == std::vector<std::size_t>{3}));
    const tensor<2> t = a;
    static_assert(is_same_variable<decltype(variable(t + t)), tensor<2>>);
    static_assert(is_same_variable<decltype(variable(xt::xtensor_fixed<double, xt::xshape<2, 2>>())), tensor<2>>);
}

BOOST_AUTO_TEST_CASE(operators_are_this_librarys) {
    variable x{two_by_three};
    const variable c{two_by_three};
    const array a = filled(two_by_three, 1);
    static_assert(is_same_variable<decltype(x + a), array> && is_same_variable<decltype(a + x), array>);
    static_assert(is_same_variable<decltype(x - a), array> && is_same_variable<decltype(a - c), array>);
    static_assert(is_same_variable<decltype(x * a), array> && is_same_variable<decltype(a * variable{a}), array>);
    static_assert(is_same_variable<decltype(x / a), array> && is_same_variable<decltype(a / x), array>);
    static_assert(is_same_variable<decltype(x + x), array> && is_same_variable<decltype(c * x), array>);
    static_assert(is_same_variable<decltype(x * 2.0), array> && is_same_variable<decltype(2 / c), array>);
    static_assert(is_same_variable<decltype(-x), array> && is_same_variable<decltype(-variable{a}), array>);
    static_assert(is_same_variable<decltype(x * (a + a)), array> && is_same_variable<decltype((a + a) - x), array>);
    using mask = dynamic::mask<array>;
    static_assert(std::is_same_v<decltype(x < a), mask> && std::is_same_v<decltype(a < x), mask>);
    static_assert(std::is_same_v<decltype(x <= 1), mask> && std::is_same_v<decltype(1.0 >= x), mask>);
    static_assert(std::is_same_v<decltype(x == a), mask> && std::is_same_v<decltype(a != x), mask>);
    static_assert(std::is_same_v<decltype(x == x), mask> && std::is_same_v<decltype(x > c), mask>);
    static_assert(std::is_same_v<decltype(!(x < a) && (x < c || a > x)), mask>);
    x += c;
    x *= c;
    x -= c;
    x /= c;
    BOOST_TEST(xt::allclose(x.data(), (two_by_three * 2 * two_by_three - two_by_three) / two_by_three, 1e-14));
}

// Each with a changeable, a constant and a temporary variable.
#define CALL_EACH(function)                                                             \
    static_assert(is_same_variable<decltype(function(x)), array>);                      \
    static_assert(is_same_variable<decltype(function(c)), array>);                      \
    static_assert(is_same_variable<decltype(function(variable{two_by_three})), array>); \
    function(x), function(c), function(variable{two_by_three})
#define CALL_EACH_WITH_TWO(function)                                    \
    static_assert(is_same_variable<decltype(function(x, c)), array>);   \
    static_assert(is_same_variable<decltype(function(c, 2.0)), array>); \
    static_assert(is_same_variable<decltype(function(0.5, x)), array>); \
    function(x, two_by_three), function(two_by_three, x), function(variable{two_by_three}, variable{two_by_three})

BOOST_AUTO_TEST_CASE(functions_are_this_librarys) {
    variable x{two_by_three};
    const variable c{two_by_three};
    CALL_EACH(square);
    CALL_EACH(exp);
    CALL_EACH(exp2);
    CALL_EACH(expm1);
    CALL_EACH(log);
    CALL_EACH(log2);
    CALL_EACH(log10);
    CALL_EACH(log1p);
    CALL_EACH(sqrt);
    CALL_EACH(cbrt);
    CALL_EACH(sin);
    CALL_EACH(cos);
    CALL_EACH(tan);
    CALL_EACH(asin);
    CALL_EACH(acos);
    CALL_EACH(atan);
    CALL_EACH(sinh);
    CALL_EACH(cosh);
    CALL_EACH(tanh);
    CALL_EACH(asinh);
    CALL_EACH(acosh);
    CALL_EACH(atanh);
    CALL_EACH(abs);
    CALL_EACH(floor);
    CALL_EACH(ceil);
    CALL_EACH(round);
    CALL_EACH(trunc);
    CALL_EACH(erf);
    CALL_EACH(erfc);
    CALL_EACH(lgamma);
    CALL_EACH(tgamma);
    CALL_EACH(digamma);
    CALL_EACH(detach);
    CALL_EACH(sigmoid);
    CALL_EACH(softplus);
    CALL_EACH(sum);
    CALL_EACH(mean);
    CALL_EACH(transpose);
    CALL_EACH_WITH_TWO(pow);
    CALL_EACH_WITH_TWO(hypot);
    CALL_EACH_WITH_TWO(atan2);
    CALL_EACH_WITH_TWO(min);
    CALL_EACH_WITH_TWO(max);
    CALL_EACH_WITH_TWO(fmod);
    CALL_EACH_WITH_TWO(log_sum_exp);
    fma(x, two_by_three, c), fma(two_by_three, x, 2), fma(x, x, x);
    clamp(x, 0.4, two_by_three), clamp(two_by_three, x, 2), clamp(x, 0, 1), clamp(x, x, x);
    select(x < 0.5, x, two_by_three), select(x < 0.5, two_by_three, x), select(x < 0.5, x, 0), select(true, x, c);
    const auto y = exp(x);
    sum(y.creator().input()), square(y.creator().input()), exp(y.creator().input()) + y.creator().input();
    BOOST_TEST(xt::allclose(exp(x).data(), xt::exp(two_by_three), 1e-15));
    BOOST_TEST(xt::allclose(square(x).data(), two_by_three * two_by_three, 1e-15));
    BOOST_TEST(sum(x).data()() == xt::sum(two_by_three)(), boost::test_tools::tolerance(1e-15));
    BOOST_TEST(mean(x).data()() == xt::mean(two_by_three)(), boost::test_tools::tolerance(1e-15));
}

BOOST_AUTO_TEST_CASE(derivatives) {
    const array a = filled(two_by_three, 1.5);
    check("arithmetic", [&](const auto& x) { return (x + a) * x / (a - x) - a / x; }, two_by_three);
    check("numbers", [](const auto& x) { return 2 * x * x - x / 3 + 1.0 / x - 1; }, two_by_three);
    check(
        "functions", [&](const auto& x) { return exp(x) * tanh(x) + pow(x, a) + pow(a, x) + atan2(a, x); },
        two_by_three);
    check("three dimensions", [](const auto& x) { return square(x) * exp(x); }, cube);
    check("no dimension", [](const auto& x) { return square(x) * exp(x); }, array(0.75));
    check("by columns", [](const auto& x) { return square(x) * exp(x); }, array_by_columns(two_by_three));
    check("tensor", [](const auto& x) { return square(x) * exp(x) * sum(x); }, tensor<2>(two_by_three));
    check(
        "conditions", [&](const auto& x) { return select(x < 0.5, x * x, max(exp(x), a)) + abs(x - 0.5) * min(x, 1); },
        two_by_three);
    check("sum and mean", [](const auto& x) { return square(sum(x)) * mean(x); }, two_by_three);
    check("sum spread again", [](const auto& x) { return x / sum(x) * exp(x); }, two_by_three);
}

BOOST_AUTO_TEST_CASE(products) {
    const array a = two_by_three, b = filled(array::from_shape({3, 2}), -0.4), v = three,
                w = filled(array::from_shape({2}), 2);
    check("A B by A", [&](const auto& x) { return tanh(matmul(x, b)); }, a);
    check("A B by B", [&](const auto& x) { return tanh(matmul(a, x)); }, b);
    check("A v by A", [&](const auto& x) { return square(matmul(x, v)); }, a);
    check("A v by v", [&](const auto& x) { return square(matmul(a, x)); }, v);
    check("w A by A", [&](const auto& x) { return square(matmul(w, x)); }, a);
    check("w A by w", [&](const auto& x) { return square(matmul(x, a)); }, w);
    check("A transpose(A) A", [](const auto& x) { return matmul(matmul(x, transpose(x)), x); }, a);
    check("dot", [&](const auto& x) { return square(dot(x, x)) * dot(v, x); }, v);
    check("by columns", [&](const auto& x) { return matmul(matmul(x, transpose(x)), x); }, array_by_columns(a));
    check("tensors", [&](const auto& x) { return square(matmul(matmul(x, transpose(x)), x)); }, tensor<2>(a));
    check("tensor and vector", [&](const auto& x) { return exp(matmul(x, tensor<1>(v))) * sum(x); }, tensor<2>(a));
    check("dot of tensors", [&](const auto& x) { return square(dot(x, x)); }, tensor<1>(v));
    static_assert(is_same_variable<decltype(dot(variable{tensor<1>()}, tensor<1>())), double>);
    static_assert(is_same_variable<decltype(matmul(variable{tensor<2>()}, tensor<1>())), tensor<1>>);

    const array product = matmul(variable{a}, b).data();
    BOOST_TEST((shape_of(product) == std::vector<std::size_t>{2, 2}));
    for (std::size_t i = 0; i < 2; ++i)
        for (std::size_t j = 0; j < 2; ++j)
            BOOST_TEST(product(i, j) == a(i, 0) * b(0, j) + a(i, 1) * b(1, j) + a(i, 2) * b(2, j),
                       boost::test_tools::tolerance(1e-14));
    BOOST_TEST(bool(transpose(variable{a}).data() == xt::transpose(a)));
    BOOST_TEST(bool(transpose(variable{array_by_columns(a)}).data() == xt::transpose(a)));
    BOOST_TEST(bool(transpose(variable{v}).data() == v));
    BOOST_TEST(bool(matmul(variable{array_by_columns(a)}, array_by_columns(b)).data() == product));
    BOOST_TEST(dot(variable{v}, v).data().dimension() == 0u);
}

BOOST_AUTO_TEST_CASE(arrays_without_dimensions_stay_so) {
    variable x{array(0.5)};
    auto y = square(exp(square(x))) * 2.0 / 2 + 0;
    BOOST_TEST(y.ndim() == 0u);
    y.backward();
    BOOST_TEST(x.grad().dimension() == 0u);
    BOOST_TEST(x.grad()() == 3.297442541400256, boost::test_tools::tolerance(1e-15));
    BOOST_TEST(dynamic::grad(y, x).ndim() == 0u);
    BOOST_TEST(sum(x).ndim() == 0u);
    BOOST_TEST(mean(x).ndim() == 0u);
    BOOST_TEST(transpose(x).ndim() == 0u);
    BOOST_TEST(select(x < 1, x, 2).ndim() == 0u);
    BOOST_TEST(abs(x).ndim() == 0u);
    BOOST_TEST(sum(variable{cube}).ndim() == 0u);
    x.clear_grad();
    BOOST_TEST(!x.has_grad());
    variable single{array::from_shape({1})};
    BOOST_TEST(exp(single).ndim() == 1u);
}

BOOST_AUTO_TEST_CASE(numbers_are_spread) {
    variable s{array(0.5)};
    variable n{0.25};
    variable x{two_by_three};
    const auto y = s * x + n;
    BOOST_TEST((y.shape() == std::vector<std::size_t>{2, 3}));
    sum(y).backward();
    BOOST_TEST(s.grad().dimension() == 0u);
    BOOST_TEST(s.grad()() == xt::sum(two_by_three)(), boost::test_tools::tolerance(1e-15));
    BOOST_TEST(n.grad() == 6);
    BOOST_TEST(bool(x.grad() == 0.5 * xt::ones<double>({2, 3})));
    check("array without dimensions", [&](const auto& z) { return exp(z * two_by_three) / z; }, array(0.75));
    check("number", [&](const auto& z) { return exp(z * two_by_three) / z; }, 0.75);
}

BOOST_AUTO_TEST_CASE(shapes_that_do_not_fit) {
    variable x{two_by_three};
    BOOST_TEST(text_of<dynamic::shape_mismatch>([&] { x + array{1, 2}; }) ==
               "add(x, y): the arguments have the shapes (2, 3) and (2); counted from the last, extents must be the "
               "same, or 1 in one of them");
    BOOST_TEST(text_of<dynamic::shape_mismatch>([&] { matmul(x, x); }) ==
               "matmul(x, y): x has the shape (2, 3) and y the shape (2, 3); both must be matrices or "
               "vectors, and the last extent of x "
               "the first of y");
    BOOST_CHECK_THROW(matmul(x, array(1.0)), dynamic::shape_mismatch);
    BOOST_CHECK_THROW(matmul(variable{cube}, cube), dynamic::shape_mismatch);
    BOOST_TEST(text_of<dynamic::shape_mismatch>([&] { dot(x, three); }) ==
               "dot(x, y): x has the shape (2, 3) and y the shape (3); both must have one dimension");
    BOOST_TEST(text_of<dynamic::shape_mismatch>([&] { x.backward(three); }) ==
               "variable.backward(g): g has the shape (3), the data have (2, 3)");
    BOOST_TEST(!x.has_grad());
}

BOOST_AUTO_TEST_CASE(other_scalars) {
    variable f{xt::xarray<float>{1, 2, 3}};
    const auto y = exp(f) * 2.0;
    static_assert(is_same_variable<decltype(y), xt::xarray<float>>);
    sum(y).backward();
    BOOST_TEST(f.grad()(0) == 2 * std::exp(1.f), boost::test_tools::tolerance(1e-6f));

    variable i{xt::xarray<int>{1, 2, 3}};
    BOOST_TEST(bool((i * i).data() == xt::xarray<int>{1, 4, 9}));
    static_assert(is_same_variable<decltype(i * 0.5), array>);
    BOOST_TEST(dot(i, i).data()() == 14);
    BOOST_CHECK_THROW((i * i).backward(), dynamic::not_differentiable);
    auto halves = sum(i * 0.5);
    BOOST_TEST(halves.data()() == 3);
    BOOST_CHECK_THROW(halves.backward(), dynamic::not_differentiable);
}

BOOST_AUTO_TEST_CASE(data_of_another_shape) {
    variable x{array(two_by_three)};
    sum(x).backward();
    x.set_data(array(cube));
    BOOST_TEST(!x.has_grad());
    sum(x).backward();
    BOOST_TEST(x.grad().shape() == x.data().shape());
    BOOST_TEST(x.shape() == (std::vector<std::size_t>{cube.shape(0), cube.shape(1), cube.shape(2)}));
}

BOOST_AUTO_TEST_CASE(detach_and_no_grad) {
    variable x{three};
    sum(x * detach(x)).backward();
    BOOST_TEST(bool(x.grad() == three));
    const dynamic::no_grad scope;
    BOOST_TEST(!matmul(x, x).creator());
    BOOST_TEST(!exp(x).creator());
}
