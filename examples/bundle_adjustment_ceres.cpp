// SPDX-License-Identifier: BSL-1.0
// Cameras and points found by Ceres, from where the cameras see the points. All residuals and their Jacobians are one
// map over the observations, which runs before Ceres asks for them one by one.
#include <pullback.hpp>

#include <ceres/evaluation_callback.h>
#include <ceres/problem.h>
#include <ceres/sized_cost_function.h>
#include <ceres/solver.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <random>
#include <vector>

template <std::size_t N>
using blocks = std::vector<std::array<double, N>>;

// A camera: three numbers for its rotation, three for its position, the focal length.
constexpr auto project = pullback::function([](const auto& camera, const auto& point) {
    const auto cross = [](const auto& a, const auto& b) {
        return std::array{a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
    };
    const std::array r{camera[0], camera[1], camera[2]}; // the axis, as long as the angle
    const std::array x{point[0] - camera[3], point[1] - camera[4], point[2] - camera[5]};
    const auto rx = cross(r, x), rrx = cross(r, rx); // Rodrigues: x + sin(θ) n × x + (1 - cos(θ)) n × (n × x)
    const auto angle = sqrt(dot(r, r)), first = sinc(angle), second = square(sinc(angle / 2)) / 2;
    const auto turned = [&](std::size_t i) { return x[i] + first * rx[i] + second * rrx[i]; };
    return std::array{camera[6] * turned(0) / turned(2), camera[6] * turned(1) / turned(2)};
});

constexpr auto residuals = pullback::function(
    [](const auto& cameras, const auto& points, const auto& camera_of, const auto& point_of, const auto& seen) {
        return map(camera_of, point_of, seen, [&](const auto& c, const auto& p, const auto& pixel) {
            const auto expected = project(cameras[c], points[p]);
            return std::array{expected[0] - pixel[0], expected[1] - pixel[1]};
        });
    });

struct scene {
    blocks<7> cameras;
    blocks<3> points;
};

// What was seen, and the residuals and Jacobians where Ceres is now.
class observations final : public ceres::EvaluationCallback {
public:
    std::vector<int> camera_of, point_of;
    blocks<2> seen;
    blocks<2> errors;
    blocks<20> slopes; // of each, two rows of 7 + 3 numbers
    scene now;

    void PrepareForEvaluation(bool evaluates_jacobians, bool) override {
        constexpr auto with_jacobian = pullback::value_and_jacobian(residuals, pullback::wrt<0, 1>);
        errors.resize(seen.size()), slopes.resize(seen.size());
        if (evaluates_jacobians)
            with_jacobian.into(errors, slopes.front().data())(now.cameras, now.points, camera_of, point_of, seen);
        else residuals.into(errors)(now.cameras, now.points, camera_of, point_of, seen);
    }
    double pixels() const {
        const double square = pullback::sum(errors, [](const auto& error) { return pullback::dot(error, error); });
        return std::sqrt(square / static_cast<double>(errors.size()));
    }
};

// One of the residuals, as Ceres asks for it.
class observation final : public ceres::SizedCostFunction<2, 7, 3> {
public:
    observation(const observations& all, std::size_t number) : all_(all), number_(number) {}

    bool Evaluate(const double* const*, double* residual, double** jacobians) const override {
        std::ranges::copy(all_.errors[number_], residual);
        const double* row = all_.slopes[number_].data();
        for (int i = 0; jacobians != nullptr && i < 2; ++i, row += 10) {
            if (jacobians[0] != nullptr) std::copy_n(row, 7, jacobians[0] + 7 * i);
            if (jacobians[1] != nullptr) std::copy_n(row + 7, 3, jacobians[1] + 3 * i);
        }
        return true;
    }

private:
    const observations& all_;
    std::size_t number_;
};

int main() {
    std::mt19937 generator(1);
    const auto random = [&](double most) { return most * (static_cast<double>(generator()) / 2147483648.0 - 1); };
    scene truth;
    for (int p = 0; p < 40; ++p) truth.points.push_back({random(2), random(2), 8 + random(1)});
    observations data;
    for (int c = 0; c < 6; ++c) {
        const double side = c - 2.5;
        truth.cameras.push_back({random(0.05), 0.12 * side, random(0.1), -side, random(1), random(0.2), 500});
        for (int p = c % 2; p < 40; p += c < 3 ? 1 : 2) data.camera_of.push_back(c), data.point_of.push_back(p);
    }
    data.seen.resize(data.camera_of.size());
    data.seen = residuals(truth.cameras, truth.points, data.camera_of, data.point_of,
                          data.seen); // where nothing was seen the residual is what is to be seen
    for (auto& [u, v] : data.seen) u += random(0.5), v += random(0.5);

    data.now = truth;
    for (auto& camera : data.now.cameras)
        for (double& x : camera) x += random(0.03 + 0.02 * std::abs(x));
    for (auto& point : data.now.points)
        for (double& x : point) x += random(0.3);
    ceres::Problem::Options problem_options;
    problem_options.evaluation_callback = &data;
    ceres::Problem problem(problem_options);
    for (std::size_t i = 0; i < data.seen.size(); ++i)
        problem.AddResidualBlock(new observation(data, i), nullptr,
                                 data.now.cameras[static_cast<std::size_t>(data.camera_of[i])].data(),
                                 data.now.points[static_cast<std::size_t>(data.point_of[i])].data());
    data.PrepareForEvaluation(false, true);
    std::printf("%.2f pixels\n", data.pixels());

    ceres::Solver::Options options;
    options.logging_type = ceres::SILENT;
    options.linear_solver_type = ceres::DENSE_SCHUR;
    ceres::Solver::Summary summary;
    ceres::Solve(options, &problem, &summary);
    data.PrepareForEvaluation(false, true);
    std::printf("%s, %zu observations, %.2f pixels\n", summary.IsSolutionUsable() ? "converged" : "not converged",
                data.seen.size(), data.pixels());
}
