// SPDX-License-Identifier: BSL-1.0
#include <pullback/ext/eigen.hpp>

#include <boost/test/unit_test.hpp>

// The documents' steps 37 to 41 on Eigen's matrices, with the numbers they print; dynamic_documents_xtensor.cpp has
// them on n-dimensional arrays.

namespace {

using Eigen::MatrixXd;
using Eigen::RowVectorXd;
using Eigen::VectorXd;
using pullback::dynamic::retain_grad;
using pullback::dynamic::variable;

const MatrixXd one_to_six{{1, 2, 3}, {4, 5, 6}};
const MatrixXd ones = MatrixXd::Ones(2, 3);

} // namespace

// Step 37: functions of arrays.
BOOST_AUTO_TEST_CASE(arrays_element_by_element) {
    variable x{one_to_six};
    variable c{MatrixXd(10 * one_to_six)};
    auto t = x + c;
    BOOST_TEST((t.data() == MatrixXd{{11, 22, 33}, {44, 55, 66}}));
    auto y = sum(t);
    BOOST_TEST(y.data() == 231);
    y.backward(retain_grad::yes);
    BOOST_TEST((y.grad() == 1 && t.grad() == ones && x.grad() == ones && c.grad() == ones));
}

// Step 38: other shapes, in the order of reading.
BOOST_AUTO_TEST_CASE(reshape_and_transpose) {
    variable x{one_to_six};
    auto y = reshape(x, {6});
    BOOST_TEST((y.data() == VectorXd{{1, 2, 3, 4, 5, 6}}));
    y.backward(retain_grad::yes);
    BOOST_TEST((x.grad() == ones));
    BOOST_TEST((x.reshape({2, 3}).data() == x.data() && x.reshape(2, 3).data() == x.data()));

    x.clear_grad();
    auto z = transpose(x);
    BOOST_TEST((z.data() == MatrixXd{{1, 4}, {2, 5}, {3, 6}}));
    z.backward();
    BOOST_TEST((x.grad() == ones));
    BOOST_TEST((x.transpose().data() == z.data()));
}

// Step 39: sums. The axis of a matrix stays, with an extent of 1.
BOOST_AUTO_TEST_CASE(sums) {
    variable x{VectorXd{{1, 2, 3, 4, 5, 6}}};
    auto y = sum(x);
    y.backward();
    BOOST_TEST(y.data() == 21);
    BOOST_TEST((x.grad() == VectorXd::Ones(6)));

    variable m{one_to_six};
    auto s = sum(m, 0);
    s.backward();
    BOOST_TEST((s.data() == MatrixXd{{5, 7, 9}}));
    BOOST_TEST((m.grad() == ones));
    BOOST_TEST((m.sum(pullback::dynamic::keepdims).shape() == std::vector<std::size_t>{1, 1}));
}

// Step 40: broadcasting and what undoes it.
BOOST_AUTO_TEST_CASE(broadcasting) {
    variable x{RowVectorXd{{1, 2, 3}}};
    auto y = broadcast_to(x, {2, 3});
    BOOST_TEST((y.data() == MatrixXd{{1, 2, 3}, {1, 2, 3}}));
    y.backward();
    BOOST_TEST((x.grad() == RowVectorXd{{2, 2, 2}}));

    variable m{one_to_six};
    BOOST_TEST((sum_to(m, {1, 3}).data() == MatrixXd{{5, 7, 9}}));
    BOOST_TEST((sum_to(m, {2, 1}).data() == MatrixXd{{6}, {15}}));

    variable x0{VectorXd{{1, 2, 3}}};
    variable x1{VectorXd::Constant(1, 10.0)};
    auto z = x0 + x1;
    BOOST_TEST((z.data() == VectorXd{{11, 12, 13}}));
    z.backward();
    BOOST_TEST((x0.grad() == VectorXd::Ones(3) && x1.grad() == VectorXd::Constant(1, 3.0)));
}

// Step 41, and a line fitted with it: the bias is spread over the rows.
BOOST_AUTO_TEST_CASE(matrix_product) {
    variable<MatrixXd> x = MatrixXd::Random(2, 3);
    variable<MatrixXd> W = MatrixXd::Random(3, 4);
    auto y = matmul(x, W);
    y.backward();
    BOOST_TEST((x.grad().rows() == 2 && x.grad().cols() == 3 && W.grad().rows() == 3 && W.grad().cols() == 4));

    const MatrixXd inputs = VectorXd::LinSpaced(100, 0, 1), targets = 2 * inputs + MatrixXd::Constant(100, 1, 5);
    variable<MatrixXd> weights = MatrixXd::Zero(1, 1);
    variable<RowVectorXd> bias = RowVectorXd::Zero(1);
    for (int i = 0; i < 3000; ++i) {
        auto loss = mean(square(linear(inputs, weights, bias) - targets));
        weights.clear_grad();
        bias.clear_grad();
        loss.backward();
        weights.set_data(weights.data() - 0.1 * weights.grad());
        bias.set_data(bias.data() - 0.1 * bias.grad());
    }
    BOOST_TEST(weights.data()(0, 0) == 2, boost::test_tools::tolerance(1e-9));
    BOOST_TEST(bias.data()(0) == 5, boost::test_tools::tolerance(1e-9));
}
