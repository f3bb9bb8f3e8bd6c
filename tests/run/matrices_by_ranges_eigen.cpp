// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>
#include <pullback/ext/eigen.hpp>

#include <boost/test/unit_test.hpp>

#include <Eigen/Cholesky>
#include <Eigen/Core>

#include <type_traits>
#include <vector>

// Jacobians and Hessians by vectors and matrices of Eigen whose size is known at run time.

using namespace pullback;
using Eigen::MatrixXd, Eigen::VectorXd;

namespace {

using rows_of_numbers = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

constexpr auto loss = function([](const auto& w, const auto& rows, const auto& labels) {
    return sum(rows, labels, [&](const auto& row, const auto& y) {
        const auto z = dot(w, row);
        return softplus(z) - y * z;
    });
});
constexpr auto image = function([](const auto& a, const auto& x) { return matrix_vector(a, x); });

MatrixXd hessian_by_hand(const VectorXd& w, const MatrixXd& rows) {
    const Eigen::ArrayXd s = 1 / (1 + (-(rows * w).array()).exp());
    return rows.transpose() * (s * (1 - s)).matrix().asDiagonal() * rows;
}

} // namespace

BOOST_AUTO_TEST_CASE(a_hessian_by_a_vector_is_a_matrix) {
    const MatrixXd rows = MatrixXd::Random(30, 6);
    const VectorXd w = VectorXd::Random(6), labels = VectorXd::Random(30);
    const auto h = hessian(loss, wrt<0>)(w, rows, labels);
    static_assert(std::is_same_v<decltype(h), const MatrixXd>);
    BOOST_TEST((h - hessian_by_hand(w, rows)).norm() < 1e-12);
    BOOST_TEST((h == h.transpose()));

    const VectorXd g = gradient(loss, wrt<0>)(w, rows, labels), step = h.llt().solve(g);
    BOOST_TEST((hvp(loss, wrt<0>)(w, rows, labels, step) - g).norm() < 1e-10);
}

BOOST_AUTO_TEST_CASE(a_hessian_is_written_into_matrices_and_parts_of_them) {
    const MatrixXd rows = MatrixXd::Random(9, 3);
    const VectorXd w = VectorXd::Random(3), labels = VectorXd::Random(9);
    const MatrixXd expected = hessian(loss, wrt<0>)(w, rows, labels);
    MatrixXd all = MatrixXd::Constant(5, 5, 7.0);
    hessian(loss, wrt<0>).into(all.block(1, 2, 3, 3))(w, rows, labels);
    BOOST_TEST((all.block(1, 2, 3, 3) == expected));
    BOOST_TEST((all.row(0).array() == 7).all());
    double numbers[9];
    hessian(loss, wrt<0>).into(Eigen::Map<MatrixXd>(&numbers[0], 3, 3))(w, rows, labels);
    BOOST_TEST((Eigen::Map<MatrixXd>(&numbers[0], 3, 3) == expected));

    VectorXd slope(3);
    rows_of_numbers by_rows(3, 3);
    value_and_jacobian(gradient(loss, wrt<0>), wrt<0>).into(slope, by_rows)(w, rows, labels);
    BOOST_TEST((by_rows == expected));
    BOOST_TEST((slope == gradient(loss, wrt<0>)(w, rows, labels)));
}

BOOST_AUTO_TEST_CASE(a_jacobian_by_a_matrix_has_its_numbers_row_by_row) {
    const MatrixXd a = MatrixXd::Random(2, 5), wide = MatrixXd::Random(4, 3);
    const VectorXd x = VectorXd::Random(5), y = VectorXd::Random(3);
    const MatrixXd by_vector = jacobian(image, wrt<1>)(a, x), by_matrix = jacobian(image, wrt<0>)(wide, y);
    BOOST_TEST((by_vector == a));
    BOOST_TEST((jacobian(image, wrt<1>)(wide, y) == wide));
    MatrixXd expected = MatrixXd::Zero(4, 12);
    for (int i = 0; i < 4; ++i) expected.block(i, 3 * i, 1, 3) = y.transpose();
    BOOST_TEST((by_matrix == expected));
}
