// SPDX-License-Identifier: BSL-1.0
#include <pullback/dynamic.hpp>

#include <pullback/ext/eigen.hpp>

#include <boost/test/unit_test.hpp>

#include <cmath>

// Solutions of as many equations as are known at run time, in graphs: K x + c x³ = b.

namespace {

namespace dynamic = pullback::dynamic;
using vector = Eigen::VectorXd;
using matrix = Eigen::MatrixXd;

matrix stiffness(Eigen::Index n) {
    matrix k = matrix::Zero(n, n);
    for (Eigen::Index i = 0; i < n; ++i) {
        k(i, i) = 3;
        if (i > 0) k(i, i - 1) = -1;
        if (i + 1 < n) k(i, i + 1) = -0.5;
    }
    return k;
}
vector load(Eigen::Index n) { return vector::LinSpaced(n, 1, 2); }
matrix slope(const matrix& k, const vector& x, double c) {
    matrix j = k;
    for (Eigen::Index i = 0; i < x.size(); ++i) j(i, i) += 3 * c * x[i] * x[i];
    return j;
}
vector solved(const matrix& k, const vector& b, double c) {
    vector x = vector::Zero(b.size());
    for (int step = 0; step < 50 && x.size() > 0; ++step)
        x -= slope(k, x, c).partialPivLu().solve(k * x + c * x.array().cube().matrix() - b);
    return x;
}

enum class way { dense, sparse, by_graph };

void check(Eigen::Index n, way chosen) {
    BOOST_TEST_CONTEXT("unknowns " << n) {
        const matrix k = stiffness(n);
        const double c = 0.4;
        const vector found = solved(k, load(n), c);
        dynamic::variable b{load(n)};
        dynamic::variable scale{c};
        const auto residual = [&](const auto& x) { return k * x + scale * cwise_product(x, cwise_product(x, x)) - b; };
        const auto of_numbers = [&](const vector& x) { return residual(dynamic::variable{x}); };
        const matrix j = slope(k, found, c);
        auto x = chosen == way::dense    ? dynamic::root(found, of_numbers, j)
                 : chosen == way::sparse ? dynamic::root(found, of_numbers, Eigen::SparseMatrix<double>(j.sparseView()))
                                         : dynamic::root(found, residual);
        BOOST_TEST((x.data() - found).norm() == 0);
        if (n == 0) return;
        auto y = squared_norm(x);
        y.backward();
        const vector lambda = j.transpose().partialPivLu().solve(2 * found);
        BOOST_TEST((b.grad() - lambda).norm() < 1e-12 * lambda.norm());
        BOOST_TEST(std::abs(scale.grad() + lambda.dot(found.array().cube().matrix())) < 1e-12);
        const double h = 1e-5,
                     difference =
                         (solved(k, load(n), c + h).squaredNorm() - solved(k, load(n), c - h).squaredNorm()) / (2 * h);
        BOOST_TEST(std::abs(scale.grad() - difference) < 1e-8);
    }
}

} // namespace

BOOST_AUTO_TEST_CASE(a_root_has_the_derivative_of_the_implicit_function) {
    for (const Eigen::Index n : {0, 1, 2, 7, 40})
        for (const way each : {way::dense, way::sparse, way::by_graph}) check(n, each);
}

BOOST_AUTO_TEST_CASE(a_root_says_what_does_not_fit) {
    dynamic::variable b{load(3)};
    const auto residual = [&](const vector& x) { return dynamic::variable{x} - b; };
    BOOST_CHECK_THROW(dynamic::root(load(3), residual, matrix::Identity(2, 2)), dynamic::shape_mismatch);
    BOOST_CHECK_THROW(dynamic::root(load(3), residual, matrix::Zero(3, 3)), dynamic::singular_matrix);
    BOOST_CHECK_THROW(dynamic::root(load(3), residual, Eigen::SparseMatrix<double>(3, 3)), dynamic::singular_matrix);
    auto x = dynamic::root(load(3), residual, matrix::Identity(3, 3));
    BOOST_CHECK_THROW(dynamic::grad(dynamic::grad(squared_norm(x), b), b), dynamic::not_differentiable);
}
