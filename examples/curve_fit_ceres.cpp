// SPDX-License-Identifier: BSL-1.0
// A curve fitted with Ceres: the residuals and Jacobians that it asks for are compiled by pullback, without its own
// Jets.
#include <pullback.hpp>
#include <pullback/ext/ceres.hpp>

#include <ceres/problem.h>
#include <ceres/solver.h>

#include <cmath>
#include <cstdio>

// A decaying oscillation, amplitude e^(-decay t) sin(frequency t), against what was measured at time t.
constexpr auto residual =
    pullback::function([](const auto& amplitude, const auto& shape, const auto& t, const auto& measured) {
        const auto [decay, frequency] = shape;
        return amplitude * exp(-decay * t) * sin(frequency * t) - measured;
    });

int main() {
    double amplitude = 1;
    std::array<double, 2> shape{0.1, 1.8};

    ceres::Problem problem;
    for (int i = 0; i < 60; ++i) {
        const double t = 0.1 * i;
        const double measured = 2.5 * std::exp(-0.3 * t) * std::sin(2 * t) + 0.01 * std::sin(37.0 * i);
        // Two parameter blocks, a number and an array; t and measured are data.
        auto cost = pullback::ceres_cost_function<double, std::array<double, 2>>(residual, t, measured);
        problem.AddResidualBlock(cost.release(), nullptr, &amplitude, shape.data());
    }
    ceres::Solver::Options options;
    options.logging_type = ceres::SILENT;
    ceres::Solver::Summary summary;
    ceres::Solve(options, &problem, &summary);

    std::printf("%s\n", summary.IsSolutionUsable() ? "converged" : "not converged");
    std::printf("amplitude %.3f, decay %.3f, frequency %.3f\n", amplitude, shape[0], shape[1]);
}
