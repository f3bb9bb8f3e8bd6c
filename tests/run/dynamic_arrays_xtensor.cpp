// SPDX-License-Identifier: BSL-1.0
#include "array_check.hpp"

#include <pullback/ext/xtensor.hpp>

#include <boost/test/unit_test.hpp>
#include <xtensor/xview.hpp>

#include <limits>
#include <type_traits>

// Functions of xtensor's arrays that change shapes: values by hand, first and second derivatives against differences,
// and in single precision against double precision. xtensor has functions of many of these names.

namespace {

namespace dynamic = pullback::dynamic;
using array_test::check;
using array_test::check_float;
using array_test::filled;
using array_test::text_of;
using dynamic::keepdims;
using dynamic::variable;
using array = xt::xarray<double>;
using array_by_columns = xt::xarray<double, xt::layout_type::column_major>;
template <std::size_t N>
using tensor = xt::xtensor<double, N>;

const array three = filled(array::from_shape({3}));
const array two_by_three = filled(array::from_shape({2, 3}));
const array cube = filled(array::from_shape({2, 3, 2}));

template <class X, class Y>
inline constexpr bool is_same_variable = std::is_same_v<std::remove_cvref_t<X>, variable<Y>>;

template <class F, class T>
void check_both(const char* what, const F& f, const T& at) {
    check(what, f, at);
    check_float(what, f, at);
}

template <class A, class B>
bool same(const A& a, const B& b) {
    return a.dimension() == b.dimension() && std::equal(a.shape().begin(), a.shape().end(), b.shape().begin()) &&
           bool(xt::all(xt::equal(a, b)));
}

} // namespace

BOOST_AUTO_TEST_CASE(sums_along_axes) {
    variable x{array{{1, 2, 3}, {4, 5, 6}}};
    const variable c{array{{1, 2, 3}, {4, 5, 6}}};
    BOOST_TEST(same(sum(x, 0).data(), array{5, 7, 9}));
    BOOST_TEST(same(sum(c, 0).data(), array{5, 7, 9}));
    BOOST_TEST(same(sum(variable{c.data()}, -1).data(), array{6, 15}));
    BOOST_TEST(same(sum(x, 1, keepdims).data(), array(tensor<2>{{6}, {15}})));
    BOOST_TEST(same(sum(c, keepdims).data(), array(tensor<2>{{21}})));
    BOOST_TEST(same(sum(x, {0, 1}).data(), array(21)));
    BOOST_TEST(same(sum(c, {1, 0}, keepdims).data(), array(tensor<2>{{21}})));
    BOOST_TEST(same(mean(x, 0).data(), array{2.5, 3.5, 4.5}));
    BOOST_TEST(same(mean(c, {0}, keepdims).data(), array{{2.5, 3.5, 4.5}}));
    BOOST_TEST(same(amax(x, 0).data(), array{4, 5, 6}));
    BOOST_TEST(same(amax(c).data(), array(6)));
    BOOST_TEST(same(amin(c, 1, keepdims).data(), array(tensor<2>{{1}, {4}})));
    BOOST_TEST(same(x.sum(0).data(), array{5, 7, 9}));
    BOOST_TEST(same(x.sum({0, 1}).data(), array(21)));
    BOOST_TEST(same(x.mean(1, keepdims).data(), array(tensor<2>{{2}, {5}})));
    int axis = 1;
    BOOST_TEST(same(sum(x, axis).data(), array{6, 15}));
    const std::size_t last = 1;
    BOOST_TEST(same(sum(x, last).data(), array{6, 15}));
    BOOST_TEST(same(sum(variable{array_by_columns(c.data())}, 0).data(), array{5, 7, 9}));
    static_assert(is_same_variable<decltype(sum(variable{tensor<3>()}, 1)), tensor<2>>);
    static_assert(is_same_variable<decltype(sum(variable{tensor<3>()}, {1, 2})), tensor<1>>);
    static_assert(is_same_variable<decltype(sum(variable{tensor<1>()}, 0)), double>);
    static_assert(is_same_variable<decltype(mean(variable{tensor<3>()}, 0, keepdims)), tensor<3>>);
    BOOST_TEST(xt::allclose(sum(variable{cube}, {0, 2}).data(), xt::sum(cube, {0, 2}), 1e-15));
    BOOST_TEST(xt::allclose(sum(variable{array_by_columns(cube)}, {0, 2}).data(), xt::sum(cube, {0, 2}), 1e-15));
}

BOOST_AUTO_TEST_CASE(derivatives_of_reductions) {
    check_both("first axis", [](const auto& x) { return square(sum(x, 0)); }, cube);
    check_both("middle axis", [](const auto& x) { return exp(sum(x, 1)); }, cube);
    check_both("outer axes", [](const auto& x) { return exp(sum(x, {0, -1}) * 0.25f); }, cube);
    check_both("by columns", [](const auto& x) { return exp(sum(x, {0, 2}) * 0.25f); }, array_by_columns(cube));
    check_both("kept", [](const auto& x) { return square(x - mean(x, 1, keepdims)); }, cube);
    check_both("all kept", [](const auto& x) { return x * x * sum(x, keepdims); }, two_by_three);
    check_both(
        "tensors", [](const auto& x) { return square(sum(x, 1)) * mean(x, {0, 1}, keepdims); },
        tensor<2>(two_by_three));
    check_both("extremes", [](const auto& x) { return exp(amax(x, 0)) * amin(x, 0) + amax(x) * amin(x); }, cube);
    check_both(
        "softmax",
        [](const auto& x) {
            const auto e = exp(x * x - amax(x, -1, keepdims));
            return square(e / sum(e, -1, keepdims));
        },
        two_by_three);
}

BOOST_AUTO_TEST_CASE(arrays_are_spread_along_axes) {
    const variable A{array{{1, 2, 3}, {4, 5, 6}}};
    const variable r{array{10, 20, 30}}, c{array(tensor<2>{{100}, {200}})}, one{array{7}};
    BOOST_TEST(same((A + r).data(), array{{11, 22, 33}, {14, 25, 36}}));
    BOOST_TEST(same((c - A).data(), array{{99, 98, 97}, {196, 195, 194}}));
    BOOST_TEST(same((c + r).data(), array{{110, 120, 130}, {210, 220, 230}}));
    BOOST_TEST(same((r.data() + one).data(), array{17, 27, 37}));
    BOOST_TEST(same(select(A > r / 5, A, c).data(), array{{100, 100, 100}, {4, 5, 200}}));
    sum(A * r + c * one).backward();
    BOOST_TEST(same(r.grad(), array{5, 7, 9}));
    BOOST_TEST(same(c.grad(), array(tensor<2>{{21}, {21}})));
    BOOST_TEST(same(one.grad(), array{900}));
    static_assert(is_same_variable<decltype(variable{tensor<2>()} + variable{tensor<1>()}), tensor<2>>);
    static_assert(is_same_variable<decltype(variable{tensor<1>()} * array()), array>);
    check_both("row", [](const auto& x) { return exp(x * x.reshape(3, 1)) - x; }, three);
    check("matrix", [](const auto& x) { return x * three / (x + array(tensor<2>{{2}, {3}})); }, two_by_three);
    check(
        "inner axis", [](const auto& x) { return atan2(cube, x) * pow(x, cube); },
        array(filled(array::from_shape({3, 1}))));
    check(
        "three", [](const auto& x) { return fma(x, cube, array{1, 2}) * select(x < 0.5, x, cube); },
        array(filled(array::from_shape({3, 1}))));
    check(
        "by columns", [](const auto& x) { return x * sum(x, 0) / sum(x, 1, keepdims); },
        array_by_columns(two_by_three));
    check("tensors", [](const auto& x) { return x * sum(x, 0) * tensor<1>(three); }, tensor<2>(two_by_three));
}

BOOST_AUTO_TEST_CASE(shapes_by_name) {
    variable x{array{{1, 2, 3}, {4, 5, 6}}};
    BOOST_TEST(same(reshape(x, {6}).data(), array{1, 2, 3, 4, 5, 6}));
    BOOST_TEST(same(reshape(x, {3, -1}).data(), array{{1, 2}, {3, 4}, {5, 6}}));
    BOOST_TEST(same(x.reshape({1, 3, 2}).data(), array{{{1, 2}, {3, 4}, {5, 6}}}));
    BOOST_TEST(same(reshape(variable{array_by_columns(x.data())}, {3, 2}).data(), array{{1, 2}, {3, 4}, {5, 6}}));
    BOOST_TEST(same(reshape(x, std::vector<std::size_t>{3, 2}).data(), array{{1, 2}, {3, 4}, {5, 6}}));
    static_assert(is_same_variable<decltype(reshape(variable{tensor<2>()}, {2, 3, 1})), tensor<3>>);
    static_assert(is_same_variable<decltype(reshape(variable{tensor<2>()}, std::array{2, 3, 1})), tensor<3>>);
    const variable r{array{1, 2, 3}};
    BOOST_TEST(same(broadcast_to(r, {2, 3}).data(), array{{1, 2, 3}, {1, 2, 3}}));
    BOOST_TEST(same(broadcast_to(r, x).data(), array{{1, 2, 3}, {1, 2, 3}}));
    BOOST_TEST(same(broadcast_to(r, x.shape()).data(), array{{1, 2, 3}, {1, 2, 3}}));
    const variable t{tensor<1>{1, 2, 3}};
    BOOST_TEST(same(broadcast_to(t, tensor<2>(x.data()).shape()).data(), array{{1, 2, 3}, {1, 2, 3}}));
    BOOST_TEST(same(broadcast_to(t, {2, 3}).data(), array{{1, 2, 3}, {1, 2, 3}}));
    BOOST_TEST(same(sum_to(variable{tensor<2>(x.data())}, t).data(), array{5, 7, 9}));
    BOOST_TEST(same(sum_to(x, {1, 3}).data(), array{{5, 7, 9}}));
    BOOST_TEST(same(sum_to(x, {3}).data(), array{5, 7, 9}));
    BOOST_TEST(same(sum_to(x, r.shape()).data(), array{5, 7, 9}));
    BOOST_TEST(same(sum_to(x, r).data(), array{5, 7, 9}));
    BOOST_TEST(same(transpose(x).data(), array{{1, 4}, {2, 5}, {3, 6}}));
    BOOST_TEST(same(transpose(variable{cube}).data(), array(xt::transpose(cube))));
    BOOST_TEST(same(transpose(variable{cube}, {1, 2, 0}).data(), array(xt::transpose(cube, {1, 2, 0}))));
    BOOST_TEST(
        same(transpose(variable{array_by_columns(cube)}, {2, 0, 1}).data(), array(xt::transpose(cube, {2, 0, 1}))));
}

BOOST_AUTO_TEST_CASE(derivatives_of_shapes_by_name) {
    check_both("reshape", [](const auto& x) { return exp(x.reshape({4, 3}) * reshape(x, {-1, 3})); }, cube);
    check_both(
        "by columns", [](const auto& x) { return exp(reshape(x, {6}) * reshape(transpose(x), {6})); },
        array_by_columns(two_by_three));
    check_both("broadcast", [](const auto& x) { return exp(broadcast_to(x, {2, 2, 3})); }, three);
    check_both("sum", [](const auto& x) { return exp(sum_to(x, {3, 1}) * 0.25f); }, cube);
    check_both(
        "transpose",
        [](const auto& x) {
            return exp(transpose(x, {2, 0, 1})) * transpose(transpose(transpose(x, {1, 2, 0}))).sum();
        },
        cube);
}

BOOST_AUTO_TEST_CASE(parts) {
    variable x{array{{1, 2, 3}, {4, 5, 6}}};
    BOOST_TEST(same(x[1].data(), array{4, 5, 6}));
    BOOST_TEST(same(x[1][2].data(), array(6)));
    BOOST_TEST(same(x(0, 1).data(), array(2)));
    BOOST_TEST(same(element(x, 1, 0).data(), array(4)));
    BOOST_TEST(same(row(x, 1).data(), array{4, 5, 6}));
    BOOST_TEST(same(col(x, 1).data(), array{2, 5}));
    BOOST_TEST(same(view(x, xt::all(), xt::range(1, 3)).data(), array{{2, 3}, {5, 6}}));
    BOOST_TEST(same(view(x, 1, xt::range(0, 2)).data(), array{4, 5}));
    BOOST_TEST(same(view(x, xt::all(), xt::newaxis(), 1).data(), array(tensor<2>{{2}, {5}})));
    const variable by_columns{array_by_columns(x.data())};
    BOOST_TEST(same(view(by_columns, xt::all(), xt::range(1, 3)).data(), array{{2, 3}, {5, 6}}));
    BOOST_TEST(same(by_columns[1].data(), array{4, 5, 6}));
    static_assert(is_same_variable<decltype(view(variable{tensor<2>()}, 1, xt::all())), tensor<1>>);
    static_assert(is_same_variable<decltype(variable{tensor<2>()}[1][2]), double>);
    view(x, xt::all(), xt::range(1, 3)).backward();
    BOOST_TEST(same(x.grad(), array{{0, 1, 1}, {0, 1, 1}}));
    const auto g = grad(x[0][1] * x(1, 1), x);
    BOOST_TEST(same(g[0][1].data(), array(5)));
    check_both("indices", [](const auto& z) { return exp(z[0] * z[1]) * z(0, 1, 1); }, cube);
    check_both("views", [](const auto& z) { return exp(view(z, xt::all(), 1) * view(z, 1, xt::range(0, 2))); }, cube);
    check_both(
        "lines", [](const auto& z) { return square(row(z, 0)) * row(z, 1) * sum(square(col(z, 2))); },
        array_by_columns(two_by_three));
    check_both("tensors", [](const auto& z) { return exp(z[0] * z[1]) * z(0, 1); }, tensor<2>(two_by_three));
}

BOOST_AUTO_TEST_CASE(what_is_left_out_is_not_multiplied) {
    const array at{0, 4, 9};
    const auto agree = [&](const auto& f) {
        const variable x{at};
        f(x).backward();
        BOOST_TEST(same(x.grad(), array{0, 0, 1.0 / 6}));
        const variable g = grad(f(x), x);
        BOOST_TEST(same(g.data(), array{0, 0, 1.0 / 6}));
        BOOST_TEST(xt::allclose(grad(sum(g), x).data(), array{0, 0, -1.0 / 108}, 1e-14));
    };
    agree([](const auto& x) { return sqrt(x)[2]; });
    agree([](const auto& x) { return amax(sqrt(x)); });
    agree([](const auto& x) { return view(sqrt(x), xt::range(2, 3)); });
    agree([](const auto& x) { return view(broadcast_to(sqrt(x), {2, 3}), 1, 2); });
}

BOOST_AUTO_TEST_CASE(what_is_left_out_is_not_multiplied_in_third_derivatives) {
    const variable x{array{0, 4, 9}};
    const auto root = sqrt(x)[2];
    const variable first = grad(root * root * root, x), second = grad(sum(first), x), third = grad(sum(second), x);
    BOOST_TEST(xt::allclose(first.data(), array{0, 0, 4.5}, 1e-14));
    BOOST_TEST(xt::allclose(second.data(), array{0, 0, 0.25}, 1e-14));
    BOOST_TEST(xt::allclose(third.data(), array{0, 0, -0.375 / 27}, 1e-14));
}

BOOST_AUTO_TEST_CASE(extremes_of_equal_elements) {
    const variable x{array{{1, 3, 3}, {1, 1, 3}}};
    BOOST_TEST(same(grad(amax(x, 1), x).data(), array{{0, 1, 0}, {0, 0, 1}}));
    BOOST_TEST(same(grad(amin(x, 1), x).data(), array{{1, 0, 0}, {0, 1, 0}}));
    BOOST_TEST(same(grad(amin(x), x).data(), array{{0, 0, 0}, {0, 1, 0}}));
}

BOOST_AUTO_TEST_CASE(expressions_as_data) {
    variable<array> x = xt::zeros<double>({2, 3});
    BOOST_TEST((x.shape() == std::vector<std::size_t>{2, 3}));
    const array g = xt::ones<double>({2, 3});
    x.set_data(x.data() - 0.5 * g);
    x.set_data(x - 0.5 * g);
    BOOST_TEST(same(x.data(), array(-1.0 * xt::ones<double>({2, 3}))));
    BOOST_TEST(same((x - 0.5 * g).data(), array(-1.5 * xt::ones<double>({2, 3}))));
    BOOST_TEST(same(x.grad(dynamic::unused::zero), array(xt::zeros<double>({2, 3}))));
}

BOOST_AUTO_TEST_CASE(shapes_that_do_not_fit_are_named) {
    const variable x{two_by_three};
    const auto text = [](const auto& f) { return text_of<dynamic::shape_mismatch>(f); };
    BOOST_TEST(text([&] { x + array{1, 2}; }) ==
               "add(x, y): the arguments have the shapes (2, 3) and (2); counted from the last, extents must be the "
               "same, or 1 in one of them");
    BOOST_TEST(text([&] { sum(x, {0, 2}); }) ==
               "sum(x, 2): x has the shape (2, 3) and no axis 2; axes are numbered from 0, or from -1 backwards");
    BOOST_TEST(text([&] { reshape(x, {-1, -1}); }) ==
               "reshape(x, {-1, -1}): x has the shape (2, 3); an extent cannot be negative, but one can be -1");
    BOOST_TEST(text([&] { broadcast_to(x, {3}); }) ==
               "broadcast_to(x, shape): x has the shape (2, 3) and cannot be spread over (3); counted from the last, "
               "extents of x must be the same or 1");
    BOOST_TEST(text([&] { transpose(x, {0, 0}); }) ==
               "transpose(x, order): x has the shape (2, 3); the order must name each of its axes once");
    BOOST_TEST(text([&] { x[2]; }) == "slice(x, 2): there is no such slice, x has the shape (2, 3)");
    BOOST_TEST(text([&] { x(0, 3); }) == "element(x, 0, 3): there is no such element, x has the shape (2, 3)");
    BOOST_TEST(text([&] { row(x, 2); }) == "row(x, 2): there is no such row, x has the shape (2, 3)");
    BOOST_TEST(text([&] { reshape(variable{tensor<2>(two_by_three)}, std::vector<int>{6}); }) ==
               "an array with 2 axes by its type cannot have the shape (6); name the shape in braces or as a "
               "std::array");
}
