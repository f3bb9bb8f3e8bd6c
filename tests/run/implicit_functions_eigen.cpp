// SPDX-License-Identifier: BSL-1.0
#include <pullback/dynamic.hpp>

#include <pullback/ext/eigen.hpp>

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <utility>

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

// Of second order: against differences of the first derivative, which is that of the adjoint method.
BOOST_AUTO_TEST_CASE(a_root_has_second_derivatives) {
    for (const Eigen::Index n : {1, 2, 7}) {
        const matrix k = stiffness(n);
        const double c = 0.4;
        const vector found = solved(k, load(n), c), weights = vector::LinSpaced(n, -1, 1.5);
        dynamic::variable b{load(n)};
        dynamic::variable scale{c};
        const auto x = dynamic::root(
            found, [&](const auto& at) { return k * at + scale * cwise_product(at, cwise_product(at, at)) - b; });
        const auto y = squared_norm(x);
        const auto by_b = grad(y, b);
        const auto by_scale = grad(y, scale);
        const auto first = [&](const vector& load_of, double scale_of) {
            const vector at = solved(k, load_of, scale_of);
            const vector lambda = slope(k, at, scale_of).transpose().partialPivLu().solve(2 * at);
            return std::pair(lambda, -lambda.dot(at.array().cube().matrix()));
        };
        BOOST_TEST((by_b.data() - first(load(n), c).first).norm() < 1e-12 * (1 + by_b.data().norm()));
        BOOST_TEST(std::abs(by_scale.data() - first(load(n), c).second) < 1e-12);
        const double h = 1e-5;
        const auto along_b = grad(dot(weights, by_b), b), mixed = grad(by_scale, b);
        const auto twice = grad(by_scale, scale);
        const auto above = first(load(n) + h * weights, c), below = first(load(n) - h * weights, c);
        BOOST_TEST((along_b.data() - (above.first - below.first) / (2 * h)).norm() < 1e-8);
        BOOST_TEST(std::abs(mixed.data().dot(weights) - (above.second - below.second) / (2 * h)) < 1e-8);
        BOOST_TEST(std::abs(twice.data() - (first(load(n), c + h).second - first(load(n), c - h).second) / (2 * h)) <
                   1e-8);
        BOOST_TEST(!std::isfinite(grad(twice, scale).data())); // there is no third one
    }
}

// x = cos(a x) + b, of any size.
BOOST_AUTO_TEST_CASE(a_fixed_point_is_a_root) {
    for (const Eigen::Index n : {0, 1, 5}) {
        const vector scales = vector::LinSpaced(n, 0.1, 0.6);
        vector found = vector::Zero(n);
        for (int i = 0; i < 200; ++i) found = (scales.array() * found.array()).cos().matrix() + load(n);
        dynamic::variable a{scales};
        dynamic::variable b{load(n)};
        const auto step = [&](const auto& x) { return cos(cwise_product(a, x)) + b; };
        const vector bend = -(scales.array() * found.array()).sin();
        const matrix j = bend.cwiseProduct(scales).asDiagonal();
        const auto check_first = [&](const auto& x) {
            BOOST_TEST((x.data() - found).norm() == 0);
            if (n == 0) return;
            const vector wanted = (1 - j.diagonal().array()).inverse();
            BOOST_TEST((grad(sum(x), b).data() - wanted).norm() < 1e-12);
            const vector by_a = wanted.array() * bend.array() * found.array();
            BOOST_TEST((grad(sum(x), a).data() - by_a).norm() < 1e-12);
        };
        const auto x = dynamic::fixed_point(found, step);
        check_first(x);
        check_first(dynamic::fixed_point(found, step, j));
        check_first(dynamic::fixed_point(found, step, Eigen::SparseMatrix<double>(j.sparseView())));
        if (n == 0) continue;
        // (1 - j)'' by b: a² cos(a x) x'² / (1 - j), with the sign of the step.
        const vector second = -(scales.array().square() * (scales.array() * found.array()).cos()) *
                              (1 - j.diagonal().array()).inverse().cube();
        BOOST_TEST((grad(sum(grad(sum(x), b)), b).data() - second).norm() < 1e-12);
    }
}
