// SPDX-License-Identifier: BSL-1.0
// Regression by a Gaussian process: length scale, signal and noise by the largest marginal likelihood, then
// predictions.
#include <pullback/dynamic.hpp>
#include <pullback/ext/eigen.hpp>

#include <cmath>
#include <cstdio>
#include <numbers>

namespace dynamic = pullback::dynamic;
using dynamic::variable;
using Eigen::MatrixXd, Eigen::Vector3d, Eigen::VectorXd;

// The squares of the distances of points on a line.
MatrixXd squared_distances(const VectorXd& a, const VectorXd& b) {
    return (a.replicate(1, b.size()) - b.transpose().replicate(a.size(), 1)).array().square();
}

// signal² exp(-distance² / (2 length²)), by the logarithms of length, signal and noise.
auto kernel(const MatrixXd& squares, const variable<Vector3d>& logs) {
    return exp(squares * (-0.5 * exp(-2 * logs[0])) + 2 * logs[1]);
}

struct process {
    VectorXd points, values;

    auto covariance(const variable<Vector3d>& logs) const {
        const MatrixXd identity = MatrixXd::Identity(points.size(), points.size());
        return kernel(squared_distances(points, points), logs) + identity * exp(2 * logs[2]);
    }
    // -ln p(values | points): both terms and their gradients use the factors of one Cholesky decomposition.
    auto loss(const variable<Vector3d>& logs) const {
        const auto factors = covariance(logs).llt();
        const double constant = 0.5 * double(points.size()) * std::log(2 * std::numbers::pi);
        return 0.5 * dot(values, factors.solve(values)) + 0.5 * factors.log_determinant() + constant;
    }
};

int main() {
    process data{VectorXd::LinSpaced(20, 0, 6), VectorXd(20)};
    for (int i = 0; i < 20; ++i) data.values[i] = std::sin(data.points[i]) + 0.1 * std::cos(3.0 * i * i);

    // Newton's method in three variables: a column of the Hessian is the gradient of an element of the gradient. Steps
    // that are long or do not lead down are shortened towards those of steepest descent.
    variable<Vector3d> logs = Vector3d{0, 0, -1};
    for (int step = 0; step <= 30; ++step) {
        const auto loss = data.loss(logs);
        const auto gradient = grad(loss, logs);
        if (step % 2 == 0 || gradient.data().norm() < 1e-8)
            std::printf("step %d: loss %.6f, length %.4f, signal %.4f, noise %.4f\n", step, loss.data(),
                        std::exp(logs.data()[0]), std::exp(logs.data()[1]), std::exp(logs.data()[2]));
        if (gradient.data().norm() < 1e-8) break;
        Eigen::Matrix3d hessian;
        for (int i = 0; i < 3; ++i) hessian.col(i) = grad(gradient[i], logs).data();
        for (double damping = 0;; damping = damping == 0 ? 0.1 : 4 * damping) {
            const auto factors = (hessian + damping * Eigen::Matrix3d::Identity()).llt();
            if (factors.info() != Eigen::Success) continue;
            const Vector3d moved = logs.data() - factors.solve(gradient.data());
            if ((moved - logs.data()).norm() > 1 || data.loss(moved).data() > loss.data()) continue;
            logs.set_data(moved);
            break;
        }
    }

    // The mean of the process at other points.
    const VectorXd others = VectorXd::LinSpaced(3, 1, 5);
    const auto mean = kernel(squared_distances(others, data.points), logs) * solve(data.covariance(logs), data.values);
    for (int i = 0; i < 3; ++i) std::printf("at %g: %.3f\n", others[i], mean.data()[i]);
}
