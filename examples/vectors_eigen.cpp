// SPDX-License-Identifier: BSL-1.0
// Eigen vectors and matrices of fixed size as arguments and results: a derivative is an Eigen type, too.
#include <pullback.hpp>
#include <pullback/ext/eigen.hpp>

#include <Eigen/LU>

#include <cstdio>

// A satellite's energy. Inside, a vector has those of Eigen's functions that small code needs.
constexpr auto energy = pullback::function(
    [](const auto& position, const auto& velocity) { return velocity.squaredNorm() / 2 - 1 / position.norm(); });

// Two equations in two unknowns.
constexpr auto circle_and_line =
    pullback::function([](const auto& p) { return pullback::fixed_vector(p.squaredNorm() - 4, p.x() - 2 * p.y()); });

int main() {
    const Eigen::Vector3d position(1, 0.5, 0), velocity(-0.2, 0.9, 0.1);
    const auto [force, speed] = pullback::gradient(energy)(position, velocity); // two Vector3d
    std::printf("%.4f %.4f, %.4f %.4f %.4f\n", force[0], force[1], speed[0], speed[1], speed[2]);
    const Eigen::Matrix3d H = pullback::hessian(energy, pullback::wrt<0>)(position, velocity);
    std::printf("%.4f %.4f %.4f\n", H(0, 0), H(0, 1), H(1, 1));

    // Newton's method in Eigen's words: a vector by a vector is a matrix.
    Eigen::Vector2d p(1, 1);
    for (int i = 0; i < 8; ++i) {
        const auto [value, jacobian] = pullback::value_and_jacobian(circle_and_line)(p);
        p -= jacobian.inverse() * value;
    }
    std::printf("%.6f %.6f\n", p.x(), p.y());
}
