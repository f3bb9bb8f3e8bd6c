// SPDX-License-Identifier: BSL-1.0
#include "eigen_data.hpp"

// Functions of Eigen's arrays and matrices that change shapes: values by hand, first and second derivatives against
// differences, and in single precision against double precision.

namespace {

using namespace eigen_data;
using array_test::check_float;
using Eigen::RowVectorXd;

const RowVectorXd row_of_three = filled(RowVectorXd(3), -0.5);
const VectorXd two = filled(VectorXd(2), 1.2);

template <class F, class T>
void check_both(const char* what, const F& f, const T& at) {
    check(what, f, at);
    check_float(what, f, at);
}

template <class X, class Y>
inline constexpr bool is_same_variable = std::is_same_v<std::remove_cvref_t<X>, variable<Y>>;

} // namespace

BOOST_AUTO_TEST_CASE(sums_along_an_axis_keep_two_extents) {
    const variable x{MatrixXd{{1, 2, 3}, {4, 5, 6}}};
    BOOST_TEST(same(sum(x, 0).data(), MatrixXd{{5, 7, 9}}));
    BOOST_TEST(same(sum(x, 1).data(), MatrixXd{{6}, {15}}));
    BOOST_TEST(same(sum(x, -1, dynamic::keepdims).data(), MatrixXd{{6}, {15}}));
    BOOST_TEST(same(sum(x, {0, 1}).data(), MatrixXd{{21}}));
    BOOST_TEST(same(sum(x, dynamic::keepdims).data(), MatrixXd{{21}}));
    BOOST_TEST(same(mean(x, 0).data(), MatrixXd{{2.5, 3.5, 4.5}}));
    BOOST_TEST(mean(x).data() == 3.5);
    BOOST_TEST(sum(variable{three}, 0).data() == three.sum(), boost::test_tools::tolerance(1e-15));
    static_assert(is_same_variable<decltype(sum(variable{three}, 0)), double>);
    static_assert(is_same_variable<decltype(x.rowwise().sum()), VectorXd>);
    static_assert(is_same_variable<decltype(x.colwise().sum()), RowVectorXd>);
    BOOST_TEST(same(x.rowwise().sum().data(), VectorXd{{6, 15}}));
    BOOST_TEST(same(x.colwise().mean().data(), RowVectorXd{{2.5, 3.5, 4.5}}));
    BOOST_TEST(x.sum().data() == 21);
}

BOOST_AUTO_TEST_CASE(derivatives_of_reductions) {
    check_both("sum over rows", [](const auto& x) { return square(sum(x, 0)); }, two_by_three);
    check_both("sum over columns", [](const auto& x) { return exp(sum(x, 1)); }, two_by_three);
    check_both("sum over all axes", [](const auto& x) { return square(sum(x, {0, -1})); }, two_by_three);
    check_both("by rows", [](const auto& x) { return exp(sum(x, 1)) * 2.0; }, RowMajorXd(two_by_three));
    check_both("mean over rows", [](const auto& x) { return square(mean(x, 0)); }, ArrayXXd(two_by_three.array()));
    check_both(
        "fixed sizes", [](const auto& x) { return square(sum(x, 0)); }, Eigen::Matrix<double, 2, 3>(two_by_three));
    check_both("of a vector", [](const auto& x) { return square(sum(x, 0)) * sum(x, dynamic::keepdims); }, three);
    check_both("rowwise", [](const auto& x) { return square(x.rowwise().sum()); }, two_by_three);
    check_both("colwise", [](const auto& x) { return square(x.colwise().mean()); }, two_by_three);
    check_both("largest of rows", [](const auto& x) { return exp(amax(x, 1)); }, two_by_three);
    check_both("smallest", [](const auto& x) { return square(amin(x)) * amax(x); }, two_by_three);
    check_both(
        "colwise extremes", [](const auto& x) { return exp(x.colwise().maxCoeff() * 2.0 - x.colwise().minCoeff()); },
        two_by_three);
    check_both(
        "softmax of rows",
        [](const auto& x) {
            const auto e = exp(cwise_product(x, x) - amax(x, 1));
            return square(cwise_quotient(e, sum(e, 1)));
        },
        two_by_three);
}

BOOST_AUTO_TEST_CASE(rows_and_columns_are_spread_over_matrices) {
    const variable A{MatrixXd{{1, 2, 3}, {4, 5, 6}}};
    const variable r{RowVectorXd{{10, 20, 30}}};
    const variable c{VectorXd{{100, 200}}};
    static_assert(is_same_variable<decltype(A + r), MatrixXd> && is_same_variable<decltype(c - A), MatrixXd>);
    BOOST_TEST(same((A + r).data(), MatrixXd{{11, 22, 33}, {14, 25, 36}}));
    BOOST_TEST(same((r + A).data(), MatrixXd{{11, 22, 33}, {14, 25, 36}}));
    BOOST_TEST(same((c - A).data(), MatrixXd{{99, 98, 97}, {196, 195, 194}}));
    BOOST_TEST(same((A + RowVectorXd{{10, 20, 30}}).data(), MatrixXd{{11, 22, 33}, {14, 25, 36}}));
    BOOST_TEST(same((A.data() + c).data(), MatrixXd{{101, 102, 103}, {204, 205, 206}}));
    BOOST_TEST(same((A + sum(A, 0)).data(), MatrixXd{{6, 9, 12}, {9, 12, 15}}));
    BOOST_TEST(same(select(A > r / 5.0, A, r).data(), MatrixXd{{10, 20, 30}, {4, 5, 30}}));
    BOOST_TEST(same(select(r > 15.0, A, c).data(), MatrixXd{{100, 2, 3}, {200, 5, 6}}));
    sum(cwise_product(A, r) + c).backward();
    BOOST_TEST(same(r.grad(), RowVectorXd{{5, 7, 9}}));
    BOOST_TEST(same(c.grad(), VectorXd{{3, 3}}));
    BOOST_TEST(same(A.grad(), MatrixXd{{10, 20, 30}, {10, 20, 30}}));

    check_both(
        "row",
        [](const auto& x) {
            return exp(cwise_product(filled(MatrixXd(2, 3))
                                         .template cast<typename std::remove_cvref_t<decltype(x)>::scalar_type>()
                                         .eval(),
                                     x) +
                       x);
        },
        row_of_three);
    check_both(
        "column",
        [](const auto& x) {
            return exp(cwise_product(filled(MatrixXd(2, 3))
                                         .template cast<typename std::remove_cvref_t<decltype(x)>::scalar_type>()
                                         .eval(),
                                     x) -
                       x);
        },
        two);
    check(
        "matrix", [](const auto& x) { return cwise_product(cwise_quotient(x, two), x - row_of_three); }, two_by_three);
    check(
        "order of storage", [](const auto& x) { return exp(cwise_product(x, two_by_three)) - x; },
        RowMajorXd(filled(RowMajorXd(1, 3))));
    check(
        "three operands", [](const auto& x) { return fma(x, row_of_three, two) + clamp(x, two, row_of_three); },
        two_by_three);
    check(
        "atan2 of matrix and row", [](const auto& x) { return atan2(two_by_three, x) - pow(two_by_three, x); },
        row_of_three);
    check(
        "static function",
        [](const auto& x) {
            constexpr auto f = pullback::function([](const auto& a, const auto& b) { return a * exp(b) * b; });
            return f(x, row_of_three) + f(two, x);
        },
        two_by_three);
    check(
        "arrays of fixed sizes",
        [](const auto& x) { return x * Eigen::Array3d(1, 2, 3) / Eigen::Array<double, 1, 2>(4, 5); },
        Eigen::Array<double, 3, 2>(filled(Eigen::Array<double, 3, 2>())));
    check(
        "layer", [](const auto& x) { return tanh(linear(x, filled(MatrixXd(3, 2)), RowVectorXd{{0.1, 0.2}})); },
        two_by_three);
    check("bias", [](const auto& x) { return tanh(linear(two_by_three, filled(MatrixXd(3, 3)), x)); }, row_of_three);
}

BOOST_AUTO_TEST_CASE(shapes_by_name) {
    const variable x{MatrixXd{{1, 2, 3}, {4, 5, 6}}};
    BOOST_TEST(same(reshape(x, {6}).data(), VectorXd{{1, 2, 3, 4, 5, 6}}));
    BOOST_TEST(same(reshape(x, {3, -1}).data(), MatrixXd{{1, 2}, {3, 4}, {5, 6}}));
    BOOST_TEST(same(x.reshape(3, 2).data(), MatrixXd{{1, 2}, {3, 4}, {5, 6}}));
    BOOST_TEST(same(reshape(variable{RowMajorXd(x.data())}, {3, 2}).data(), MatrixXd{{1, 2}, {3, 4}, {5, 6}}));
    const variable r{RowVectorXd{{1, 2, 3}}};
    BOOST_TEST(same(broadcast_to(r, {2, 3}).data(), MatrixXd{{1, 2, 3}, {1, 2, 3}}));
    BOOST_TEST(same(broadcast_to(r, x).data(), MatrixXd{{1, 2, 3}, {1, 2, 3}}));
    BOOST_TEST(same(broadcast_to(variable{2.0}, x).data(), MatrixXd{{2, 2, 2}, {2, 2, 2}}));
    static_assert(is_same_variable<decltype(sum_to(x, r)), RowVectorXd>);
    BOOST_TEST(same(sum_to(x, r).data(), RowVectorXd{{5, 7, 9}}));
    BOOST_TEST(same(sum_to(x, {2, 1}).data(), MatrixXd{{6}, {15}}));
    BOOST_TEST(same(sum_to(x, {1, 1}).data(), MatrixXd{{21}}));
}

BOOST_AUTO_TEST_CASE(derivatives_of_shapes_by_name) {
    check_both(
        "reshape", [](const auto& x) { return exp(cwise_product(reshape(x, {3, 2}), reshape(x, {3, 2}))); },
        two_by_three);
    check_both("reshape by rows", [](const auto& x) { return square(reshape(x, {6})); }, RowMajorXd(two_by_three));
    check(
        "reshape with weights",
        [](const auto& x) { return exp(cwise_product(reshape(x, {3, 2}), filled(MatrixXd(3, 2)))); }, two_by_three);
    check_both("broadcast", [](const auto& x) { return exp(broadcast_to(x, {2, 3})); }, row_of_three);
    check_both("sum to a row", [](const auto& x) { return exp(sum_to(x, {1, 3})); }, two_by_three);
    check_both("transpose", [](const auto& x) { return exp(transpose(x)); }, two_by_three);
}

BOOST_AUTO_TEST_CASE(parts) {
    const variable x{MatrixXd{{1, 2, 3}, {4, 5, 6}}};
    const variable v{VectorXd{{1, 2, 3, 4}}};
    static_assert(is_same_variable<decltype(row(x, 1)), RowVectorXd> &&
                  is_same_variable<decltype(col(x, 1)), VectorXd>);
    BOOST_TEST(same(row(x, 1).data(), RowVectorXd{{4, 5, 6}}));
    BOOST_TEST(same(x.col(2).data(), VectorXd{{3, 6}}));
    BOOST_TEST(same(x.block(0, 1, 2, 2).data(), MatrixXd{{2, 3}, {5, 6}}));
    BOOST_TEST(same(v.segment(1, 2).data(), VectorXd{{2, 3}}));
    BOOST_TEST(same(head(v, 2).data(), VectorXd{{1, 2}}));
    BOOST_TEST(same(tail(v, 3).data(), VectorXd{{2, 3, 4}}));
    BOOST_TEST(v[2].data() == 3);
    BOOST_TEST(x(1, 2).data() == 6);
    BOOST_TEST(variable{RowMajorXd(x.data())}(1, 0).data() == 4);
    BOOST_TEST((x.rows() == 2 && x.cols() == 3));
    auto y = x(0, 1) * v[3] + v[3];
    y.backward();
    BOOST_TEST(same(x.grad(), MatrixXd{{0, 4, 0}, {0, 0, 0}}));
    BOOST_TEST(same(v.grad(), VectorXd{{0, 0, 0, 3}}));
    auto product = v[0] * v[1] * v[1];
    BOOST_TEST(grad(grad(product, v)[1], v)[0].data() == 4);
}

BOOST_AUTO_TEST_CASE(derivatives_of_parts) {
    check_both("row and column", [](const auto& x) { return square(row(x, 1)) * transpose(x.row(0)); }, two_by_three);
    check_both("column", [](const auto& x) { return exp(col(x, 1)); }, RowMajorXd(two_by_three));
    check_both("block", [](const auto& x) { return square(x.block(0, 1, 2, 2)) * x.block(0, 0, 2, 2); }, two_by_three);
    check_both(
        "segments", [](const auto& x) { return cwise_product(exp(x.head(2)), square(tail(x, 2))) + segment(x, 1, 2); },
        three);
    check_both("elements", [](const auto& x) { return exp(x[0] * x[2]) * x[1] + x[1] * x[1]; }, three);
    check_both("of a row", [](const auto& x) { return exp(x.head(2)) * x[2]; }, row_of_three);
    check(
        "fixed", [](const auto& x) { return exp(x.row(1)) * x.head(0).sum() + x.segment(0, 1); },
        Eigen::Vector3d(three));
}

BOOST_AUTO_TEST_CASE(what_is_left_out_is_not_multiplied) {
    // The slope of a square root at 0 is infinite; the elements in which it is are left out.
    const VectorXd at{{0, 4, 9}};
    const auto agree = [&](const auto& f, const VectorXd& first, const VectorXd& second) {
        const variable x{at};
        f(x).backward();
        BOOST_TEST(same(x.grad(), first));
        const variable g = grad(f(x), x);
        BOOST_TEST(same(g.data(), first));
        BOOST_TEST(near(grad(sum(g), x).data(), second));
    };
    const VectorXd last{{0, 0, 1.0 / 6}}, last_twice{{0, 0, -1.0 / 108}};
    agree([](const auto& x) { return sqrt(x)[2]; }, last, last_twice);
    agree([](const auto& x) { return amax(sqrt(x)); }, last, last_twice);
    agree([](const auto& x) { return sum(sqrt(x).tail(1)); }, last, last_twice);
    agree([](const auto& x) { return sum(reshape(sqrt(x), {3, 1}).block(2, 0, 1, 1)); }, last, last_twice);
    agree([](const auto& x) { return sum(broadcast_to(sqrt(x), {3, 2}).row(2)) / 2.0; }, last, last_twice);
    agree([](const auto& x) { return sum(sum(select(x > 5.0, sqrt(x), x - x), dynamic::keepdims)); }, last, last_twice);
    const MatrixXd one = MatrixXd::Ones(3, 2);
    agree([&](const auto& x) { return sum(select(x > 5.0, sqrt(x) + one, one)) / 2.0; }, last, last_twice);
    agree([&](const auto& x) { return sum(sum_to(select(x > 5.0, sqrt(x) + one, one), x)) / 2.0; }, last, last_twice);
    agree([&](const auto& x) { return max(amax(transpose(sqrt(x)), 0), 0.0); }, last, last_twice);
    // A zero that is a value is multiplied.
    const variable x{at};
    sum(sqrt(x) * 0.0 + x).backward();
    BOOST_TEST(std::isnan(x.grad()[0]));
}

BOOST_AUTO_TEST_CASE(extremes_of_equal_elements) {
    const variable x{VectorXd{{1, 3, 3, 1}}};
    BOOST_TEST(same(grad(amax(x), x).data(), VectorXd{{0, 1, 0, 0}}));
    BOOST_TEST(same(grad(amin(x), x).data(), VectorXd{{0, 0, 0, 1}}));
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const variable y{VectorXd{{1, nan, 3}}};
    BOOST_TEST((std::isnan(amax(y).data()) && std::isnan(amin(y).data())));
    BOOST_TEST(same(grad(amin(y), y).data(), VectorXd{{0, 1, 0}}));
}

BOOST_AUTO_TEST_CASE(idioms_of_training) {
    variable<VectorXd> b = VectorXd::Zero(3);
    variable<MatrixXd> m = two_by_three.block(0, 0, 2, 2);
    BOOST_TEST((same(b.data(), VectorXd::Zero(3)) && same(m.data(), two_by_three.leftCols(2))));
    const double rate = 0.25;
    const VectorXd target{{1, 2, 3}};
    for (int i = 0; i < 60; ++i) {
        auto loss = sum(square(b - target));
        b.clear_grad();
        loss.backward();
        b.set_data(b.data() - rate * b.grad());
    }
    BOOST_TEST((b.data() - target).norm() < 1e-12);
    // References to gradients and expressions of them outlive `clear_grad`, which may stand on either side of
    // `set_data`.
    b.set_data(VectorXd::Zero(3));
    for (int i = 0; i < 60; ++i) {
        sum(square(b - target)).backward();
        const auto& g = b.grad();
        const auto step = rate * b.grad();
        b.clear_grad();
        if (i % 2 == 0) b.set_data(b.data() - rate * g);
        else b.set_data(b.data() - step);
    }
    BOOST_TEST((b.data() - target).norm() < 1e-12);
    b.set_data(VectorXd::Zero(3));
    for (int i = 0; i < 60; ++i) {
        const auto g = grad(sum(square(b - target)), b);
        BOOST_TEST(g[1].data() == 2 * (b.data()[1] - target[1]));
        b.set_data(b - rate * g);
        BOOST_TEST((b.creator() == pullback::none));
    }
    BOOST_TEST((b.data() - target).norm() < 1e-12);
    const VectorXd g = VectorXd::Ones(3);
    BOOST_TEST(same((b - rate * g).data(), b.data() - rate * g));
    BOOST_TEST(same((b - g).data(), b.data() - g));
    b.clear_grad();
    BOOST_CHECK_THROW(b.grad(), dynamic::no_gradient);
    BOOST_CHECK_THROW(b.grad(dynamic::unused::refuse), dynamic::no_gradient);
    BOOST_TEST(same(b.grad(dynamic::unused::zero), VectorXd::Zero(3)));
    sum(b).backward();
    BOOST_TEST(same(b.grad(dynamic::unused::zero), VectorXd::Ones(3)));
}

BOOST_AUTO_TEST_CASE(shapes_that_do_not_fit_are_named) {
    const variable x{two_by_three};
    const auto text = [](const auto& f) { return text_of<dynamic::shape_mismatch>(f); };
    BOOST_TEST(text([&] { x + variable{three}; }) ==
               "add(x, y): the arguments have the shapes (2, 3) and (3, 1); counted from the last, extents must be the "
               "same, or 1 in one of them");
    BOOST_TEST(
        text([&] { return x < RowVectorXd{{1, 2}}; }) ==
        "less(x, y): the arguments have the shapes (2, 3) and (1, 2); counted from the last, extents must be the "
        "same, or 1 in one of them");
    BOOST_TEST(text([&] { sum(x, 2); }) ==
               "sum(x, 2): x has the shape (2, 3) and no axis 2; axes are numbered from 0, or from -1 backwards");
    BOOST_TEST(text([&] { mean(x, {0, -2}); }) == "mean(x, -2): the axis is named twice; name each axis once");
    BOOST_TEST(text([&] { reshape(x, {4, 2}); }) ==
               "reshape(x, {4, 2}): x has the shape (2, 3) and 6 elements; the new shape must hold as many");
    BOOST_TEST(text([&] { reshape(x, {4, -1}); }) ==
               "reshape(x, {4, -1}): x has the shape (2, 3) and 6 elements; the new shape must hold as many");
    BOOST_TEST(
        text([&] { broadcast_to(x, {3, 3}); }) ==
        "broadcast_to(x, shape): x has the shape (2, 3) and cannot be spread over (3, 3); counted from the last, "
        "extents of x must be the same or 1");
    BOOST_TEST(
        text([&] { sum_to(x, {3, 1}); }) ==
        "sum_to(x, shape): x has the shape (2, 3) and cannot be summed to (3, 1); counted from the last, extents "
        "of the result must be the same or 1");
    BOOST_TEST(text([&] { row(x, 2); }) == "row(x, 2): there is no such row, x has the shape (2, 3)");
    BOOST_TEST(text([&] { x.block(1, 1, 2, 1); }) ==
               "block(x, 1, 1, 2, 1): there is no such block, x has the shape (2, 3)");
    BOOST_TEST(text([&] { variable{three}.tail(4); }) == "tail(x, 4): there is no such tail, x has the shape (3)");
    BOOST_TEST(text([&] { variable{three}[3]; }) == "slice(x, 3): there is no such element, x has the shape (3)");
    BOOST_TEST(text([&] { amax(variable{VectorXd(0)}); }) ==
               "amax(x): x has the shape (0), and among no elements there is no extreme one; x must have elements");
}

BOOST_AUTO_TEST_CASE(gradients_by_variables_of_different_kinds) {
    const variable W{two_by_three};
    const variable b{row_of_three};
    const variable unused{2.0};
    const auto [by_W, by_b] = grad(sum(square(W + b)), std::tie(W, b));
    static_assert(is_same_variable<decltype(by_W), MatrixXd> && is_same_variable<decltype(by_b), RowVectorXd>);
    BOOST_TEST(near(by_W.data(), MatrixXd(2 * (two_by_three.rowwise() + row_of_three))));
    BOOST_TEST(near(by_b.data(), RowVectorXd(2 * (two_by_three.rowwise() + row_of_three).colwise().sum())));
    BOOST_TEST(near(grad(sum(by_W), b).data(), RowVectorXd::Constant(3, 4.0)));
    BOOST_CHECK_THROW(grad(sum(W), std::tie(W, unused)), dynamic::no_gradient);
    BOOST_TEST(std::get<1>(grad(sum(W), std::tie(W, unused), dynamic::unused::zero)).data() == 0);
}
