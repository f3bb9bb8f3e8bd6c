// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>
#include <pullback/ext/eigen.hpp>

#include <boost/test/unit_test.hpp>

#include <cmath>

// Products of matrices whose size is known at run time, as ranges of rows, against Eigen's.

namespace {

void check_close(double a, double b) { BOOST_TEST(std::abs(a - b) <= 1e-12 * (1 + std::abs(b)), a << " and " << b); }
template <class A, class B>
void check_all_close(const A& a, const B& b) {
    BOOST_TEST_REQUIRE(a.rows() == b.rows());
    BOOST_TEST_REQUIRE(a.cols() == b.cols());
    for (Eigen::Index i = 0; i < a.rows(); ++i)
        for (Eigen::Index k = 0; k < a.cols(); ++k) check_close(a(i, k), b(i, k));
}

constexpr auto image = pullback::function([](const auto& matrix, const auto& x) { return matrix_vector(matrix, x); });
constexpr auto bilinear = pullback::function([](const auto& matrix, const auto& x, const auto& y) {
    return dot(matrix_vector(transposed(matrix), y), x) + y[0] * matrix[1][matrix[1].size() - 1];
});
constexpr auto residual =
    pullback::function([](const auto& a, const auto& b) { return squared_norm(matrix_matrix(a, b)) / 2 + dot(a, a); });

} // namespace

BOOST_AUTO_TEST_CASE(products_are_those_of_eigen) {
    const Eigen::MatrixXd a = Eigen::MatrixXd::Random(4, 3), b = Eigen::MatrixXd::Random(3, 5);
    const Eigen::VectorXd x = Eigen::VectorXd::Random(3), y = Eigen::VectorXd::Random(4);
    check_all_close(image(a, x), Eigen::VectorXd(a * x));

    const Eigen::MatrixXd square = Eigen::MatrixXd::Random(3, 3);
    const Eigen::VectorXd z = Eigen::VectorXd::Random(3);
    check_close(bilinear(square, x, z), z.dot(square * x) + z[0] * square(1, 2));
    const auto [by_square, by_x, by_z] = pullback::gradient(bilinear)(square, x, z);
    Eigen::MatrixXd outer = z * x.transpose();
    outer(1, 2) += z[0];
    check_all_close(by_square, outer);
    check_all_close(by_x, Eigen::VectorXd(square.transpose() * z));
    check_all_close(by_z, Eigen::VectorXd(square * x + square(1, 2) * Eigen::VectorXd::Unit(3, 0)));

    check_close(residual(a, b), (a * b).squaredNorm() / 2 + a.squaredNorm());
    const auto [by_a, by_b] = pullback::gradient(residual)(a, b);
    check_all_close(by_a, Eigen::MatrixXd(a * b * b.transpose() + 2 * a));
    check_all_close(by_b, Eigen::MatrixXd(a.transpose() * (a * b)));
    const Eigen::MatrixXd da = Eigen::MatrixXd::Random(4, 3), db = Eigen::MatrixXd::Random(3, 5);
    const auto [second_a, second_b] = pullback::hvp(residual)(a, b, da, db);
    check_all_close(second_a, Eigen::MatrixXd((da * b + a * db) * b.transpose() + a * b * db.transpose() + 2 * da));
    check_all_close(second_b, Eigen::MatrixXd(da.transpose() * (a * b) + a.transpose() * (da * b + a * db)));

    BOOST_CHECK_THROW(image(a, y), pullback::range_error);
    BOOST_CHECK_THROW(residual(a, a), pullback::range_error);
}
