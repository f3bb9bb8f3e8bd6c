// SPDX-License-Identifier: BSL-1.0
// Logistic regression by Newton's method, with as many rows and features as there are: Eigen solves with the Hessian, a
// matrix that is written in place, one pass over the rows for each feature.
#include <pullback.hpp>
#include <pullback/ext/eigen.hpp>

#include <Eigen/Cholesky>
#include <Eigen/Core>

#include <cmath>
#include <cstdio>
#include <random>

// The negative log-likelihood, and a prior that keeps the weights small.
constexpr auto loss = pullback::function([](const auto& weights, const auto& rows, const auto& labels) {
    const auto likelihood = sum(rows, labels, [&](const auto& row, const auto& label) {
        const auto z = dot(weights, row);
        return softplus(z) - label * z;
    });
    return likelihood + 0.5 * squared_norm(weights);
});

using by_rows = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

int main() {
    // Rows drawn from a model with known weights.
    const Eigen::Index count = 2000, features = 12;
    std::mt19937 generator(1);
    const auto uniform = [&] { return static_cast<double>(generator()) / 4294967296.0; };
    const Eigen::VectorXd known = Eigen::VectorXd::LinSpaced(features, -2, 2);
    by_rows rows(count, features);
    Eigen::VectorXd labels(count);
    for (Eigen::Index i = 0; i < count; ++i) {
        for (Eigen::Index k = 0; k < features; ++k) rows(i, k) = 2 * uniform() - 1;
        labels[i] = uniform() < pullback::sigmoid(rows.row(i).dot(known)) ? 1 : 0;
    }

    constexpr auto slope = pullback::gradient(loss, pullback::wrt<0>);
    constexpr auto slope_and_hessian = pullback::value_and_jacobian(slope, pullback::wrt<0>);
    Eigen::VectorXd weights = Eigen::VectorXd::Zero(features), gradient(features);
    Eigen::MatrixXd hessian(features, features);
    for (int iteration = 0; iteration < 6; ++iteration) {
        slope_and_hessian.into(gradient, hessian)(weights, rows, labels);
        std::printf("%.3f, slope %.3f\n", loss(weights, rows, labels), gradient.norm());
        weights -= hessian.llt().solve(gradient);
    }

    // How uncertain a weight is the inverse of the Hessian says.
    const Eigen::MatrixXd covariance = pullback::hessian(loss, pullback::wrt<0>)(weights, rows, labels)
                                           .llt()
                                           .solve(Eigen::MatrixXd::Identity(features, features));
    for (const Eigen::Index k : {Eigen::Index(0), features / 2, features - 1})
        std::printf("%.2f, found %.2f ± %.2f\n", known[k], weights[k], std::sqrt(covariance(k, k)));
}
