// SPDX-License-Identifier: BSL-1.0
#include "eigen_data.hpp"

#include <cmath>
#include <limits>

using namespace eigen_data;

namespace {

// Neither symmetric nor near to singular.
const MatrixXd square_matrix = MatrixXd{{2.0, 0.3, -0.4}, {0.5, 1.5, 0.7}, {-0.2, 0.6, 3.0}};
const MatrixXd two_columns = filled(MatrixXd(3, 2), -0.4);

template <class X>
auto positive_definite(const X& x) {
    return x * transpose(x);
}

} // namespace

BOOST_AUTO_TEST_CASE(values) {
    const MatrixXd& a = square_matrix;
    const MatrixXd s = (a + a.transpose()) / 2;
    const variable x{a};
    BOOST_TEST(near((a * solve(x, three)).data(), three));
    BOOST_TEST(near((a * solve(x, two_columns)).data(), two_columns));
    BOOST_TEST(near((a * solve(a, variable{three})).data(), three));
    BOOST_TEST(near((s * llt(x).solve(three)).data(), three));
    BOOST_TEST(near((s * x.ldlt().solve(two_columns)).data(), two_columns));
    BOOST_TEST(near((x * inverse(x)).data(), MatrixXd::Identity(3, 3)));
    BOOST_TEST(near(x.llt().inverse().data() * s, MatrixXd::Identity(3, 3)));
    const auto tolerance = boost::test_tools::tolerance(1e-14);
    BOOST_TEST(determinant(x).data() == a.determinant(), tolerance);
    BOOST_TEST(x.llt().determinant().data() == s.determinant(), tolerance);
    BOOST_TEST(x.ldlt().determinant().data() == s.determinant(), tolerance);
    BOOST_TEST(log_determinant(variable{MatrixXd(-a)}).data() == std::log(a.determinant()), tolerance);
    BOOST_TEST(llt(x).log_determinant().data() == std::log(s.determinant()), tolerance);
    BOOST_TEST(ldlt(x).log_determinant().data() == std::log(s.determinant()), tolerance);
    const MatrixXd l = cholesky(x).data();
    BOOST_TEST(near(l * l.transpose(), s));
    BOOST_TEST(same(MatrixXd(l.triangularView<Eigen::StrictlyUpper>()), MatrixXd::Zero(3, 3)));
    static_assert(std::is_same_v<decltype(solve(variable{Eigen::Matrix3d()}, three)), variable<Eigen::Vector3d>>);
    static_assert(std::is_same_v<decltype(solve(x, three)), variable<VectorXd>>);
    static_assert(std::is_same_v<decltype(determinant(x)), variable<double>>);
    BOOST_TEST(near(dynamic::lu(a).solve(three), a.lu().solve(three))); // data of data
}

BOOST_AUTO_TEST_CASE(derivatives) {
    const MatrixXd& a = square_matrix;
    check("solve by A", [](const auto& x) { return square(solve(x, three)); }, a);
    check("solve by b", [&](const auto& x) { return square(solve(a, x)); }, three);
    check("solve by both", [](const auto& x) { return exp(solve(x, x.col(1))); }, a);
    check("solve by matrices", [](const auto& x) { return square(solve(x, x * two_columns)); }, a);
    check("llt, solve", [](const auto& x) { return square(llt(x).solve(two_columns)); }, a);
    check("llt, solve by b", [&](const auto& x) { return square(dynamic::llt(a).solve(x)); }, three);
    check("ldlt, solve", [](const auto& x) { return square(x.ldlt().solve(x.col(0))); }, a);
    check("inverse", [](const auto& x) { return square(inverse(x)); }, a);
    check("llt, inverse", [](const auto& x) { return square(llt(x).inverse()); }, a);
    check("determinant", [](const auto& x) { return square(determinant(x)); }, a);
    check("ldlt, determinant", [](const auto& x) { return square(ldlt(x).determinant()); }, a);
    check("log_determinant", [](const auto& x) { return exp(log_determinant(x) * 0.5); }, a);
    check("llt, log_determinant", [](const auto& x) { return square(llt(x).log_determinant()); }, a);
    check("cholesky", [](const auto& x) { return square(cholesky(x)); }, a);
    check("cholesky of a product", [](const auto& x) { return exp(cholesky(positive_definite(x))); }, a);
    check("row major", [](const auto& x) { return square(inverse(x)); }, RowMajorXd(a));
}

BOOST_AUTO_TEST_CASE(fixed_sizes_and_other_scalars) {
    const Eigen::Matrix3d a = square_matrix;
    check("fixed", [](const auto& x) { return square(solve(x, three)) * log_determinant(x); }, a);
    array_test::check_float(
        "float", [](const auto& x) { return llt(x).solve(x.col(0)) + cholesky(x) * x.col(1); }, square_matrix);
}

// The gradients as Giles has them, and the negative log likelihood of a normal distribution, whose gradient is
// (Σ⁻¹ - Σ⁻¹ y yᵀ Σ⁻¹) / 2.
BOOST_AUTO_TEST_CASE(gradients_by_hand) {
    const MatrixXd& a = square_matrix;
    const variable x{a};
    const variable b{three};
    sum(solve(x, b)).backward();
    const VectorXd gb = a.transpose().lu().solve(VectorXd::Ones(3)), solved = a.lu().solve(three);
    BOOST_TEST(near(b.grad(), gb));
    BOOST_TEST(near(x.grad(), -gb * solved.transpose()));

    const MatrixXd covariance = a * a.transpose();
    const variable s{covariance};
    const auto factors = llt(s);
    ((dot(b, factors.solve(b)) + factors.log_determinant()) * 0.5).backward();
    const MatrixXd inverse = covariance.inverse();
    BOOST_TEST(near(s.grad(), (inverse - inverse * three * three.transpose() * inverse) / 2));
    BOOST_TEST(same(s.grad(), s.grad().transpose().eval()));
}

BOOST_AUTO_TEST_CASE(what_has_no_result) {
    using dynamic::not_positive_definite, dynamic::shape_mismatch, dynamic::singular_matrix;
    const variable singular{MatrixXd(MatrixXd::Ones(2, 2))}, wide{two_by_three}, a{square_matrix};
    const variable indefinite{MatrixXd{{1.0, 2.0}, {2.0, 1.0}}}, exchanged{MatrixXd{{0.0, 1.0}, {1.0, 0.0}}};
    const VectorXd two = filled(VectorXd(2));
    BOOST_TEST(text_of<singular_matrix>([&] { solve(singular, two); }) ==
               "solve(A, b): A is singular, one of its pivots is 0; leave out rows that depend on others, or add a "
               "small multiple of the identity");
    BOOST_TEST(text_of<singular_matrix>([&] { lu(singular).inverse(); }).starts_with("lu(A).inverse(): A is singular"));
    BOOST_CHECK_THROW(inverse(singular), singular_matrix);
    BOOST_CHECK_THROW(log_determinant(singular), singular_matrix);
    BOOST_CHECK_THROW(ldlt(singular).solve(two), singular_matrix);
    BOOST_TEST(text_of<singular_matrix>([&] { ldlt(exchanged); }) ==
               "ldlt(A): A has no factors L D Lᵀ with a diagonal D; use lu(A)");
    BOOST_TEST(ldlt(indefinite).determinant().data() == -3, boost::test_tools::tolerance(1e-14));
    BOOST_TEST(text_of<not_positive_definite>([&] { cholesky(indefinite); }) ==
               "cholesky(A): A is not positive definite, one of its pivots is not above 0; add a small multiple of the "
               "identity, or use lu(A)");
    BOOST_CHECK_THROW(llt(singular), not_positive_definite);
    BOOST_TEST(text_of<shape_mismatch>([&] { determinant(wide); }) ==
               "determinant(A): A has the shape (2, 3); it must be square");
    BOOST_TEST(text_of<shape_mismatch>([&] { llt(a).solve(two); }) ==
               "llt(A).solve(b): A has 3 rows and b has 2; b must have as many rows as A");
    MatrixXd unknown = square_matrix;
    unknown(1, 2) = std::numeric_limits<double>::quiet_NaN();
    BOOST_TEST(text_of<singular_matrix>([&] { cholesky(variable{unknown}); }) ==
               "cholesky(A): the element of A in row 1, column 2 is no finite number; all elements must be finite");
    BOOST_TEST(text_of<singular_matrix>([] { lu(variable{MatrixXd{{1e300, 1.7e308}, {-1e300, 1.7e308}}}); }) ==
               "lu(A): the elements of A are so large that its factorisation overflows; scale A");

    // The determinant of a singular matrix is a number, its derivative is not by this rule.
    auto zero = determinant(singular);
    BOOST_TEST(zero.data() == 0);
    BOOST_TEST(
        text_of<singular_matrix>([&] { zero.backward(); }).starts_with("derivative of determinant(A): A is singular"));

    variable moved{square_matrix};
    const auto factors = lu(moved);
    moved.set_data(MatrixXd(2 * square_matrix));
    BOOST_TEST(text_of<dynamic::data_replaced>([&] { factors.solve(three); }) ==
               "lu(A).solve(b): the data of A have been replaced since it was factorised; call lu(A) again");
}

BOOST_AUTO_TEST_CASE(matrices_without_elements) {
    const variable empty{MatrixXd(0, 0)};
    BOOST_TEST(determinant(empty).data() == 1);
    BOOST_TEST(log_determinant(empty).data() == 0);
    BOOST_TEST(llt(empty).determinant().data() == 1);
    BOOST_TEST(solve(empty, VectorXd()).data().size() == 0);
}

// What is not taken of a solution has adjoints of 0, and the rest has its own.
BOOST_AUTO_TEST_CASE(parts_of_a_solution) {
    const auto& a = square_matrix;
    check("an element", [](const auto& x) { return square(solve(x, three)[1]); }, a);
    check(
        "taken or not",
        [](const auto& x) {
            const auto solved = solve(x, three);
            return select(solved < 0.15, exp(solved), 1.0);
        },
        a);
    check("a block of a factor", [](const auto& x) { return exp(cholesky(x).block(1, 0, 2, 2)); }, a);
}
