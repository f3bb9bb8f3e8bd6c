// SPDX-License-Identifier: BSL-1.0
// Inverse kinematics of a robot arm with three joints, by damped least squares: which joint angles bring the hand to a
// point in space?
#include <pullback.hpp>

#include <cmath>
#include <cstdio>

using vector = std::array<double, 3>;

// The base turns about the vertical; shoulder and elbow bend in the plane that it points to.
constexpr auto hand = pullback::function([](const auto& joints) {
    const auto [turn, shoulder, elbow] = joints;
    const auto reach = 0.8 * cos(shoulder) + 0.6 * cos(shoulder + elbow);
    return std::array{reach * cos(turn), reach * sin(turn), 0.3 + 0.8 * sin(shoulder) + 0.6 * sin(shoulder + elbow)};
});

// The solution of A x = b by elimination; A is positive definite.
vector solve(std::array<vector, 3> A, vector b) {
    for (std::size_t k = 0; k < 3; ++k)
        for (std::size_t i = k + 1; i < 3; ++i) {
            const double factor = A[i][k] / A[k][k];
            for (std::size_t j = k; j < 3; ++j) A[i][j] -= factor * A[k][j];
            b[i] -= factor * b[k];
        }
    for (std::size_t k = 3; k-- > 0;) {
        for (std::size_t j = k + 1; j < 3; ++j) b[k] -= A[k][j] * b[j];
        b[k] /= A[k][k];
    }
    return b;
}

int main() {
    const vector target{0.5, 0.7, 0.8};
    vector joints{0.1, 0.1, 0.1};
    for (int step = 0; step < 10; ++step) {
        const auto [position, J] = pullback::value_and_jacobian(hand)(joints); // J[i][j]: coordinate i by joint j
        vector error;
        for (std::size_t i = 0; i < 3; ++i) error[i] = target[i] - position[i];
        const double size = std::hypot(error[0], error[1], error[2]);
        if (step < 5) std::printf("step %d: %.4f from the target\n", step, size);

        // (J^T J + damping) change = J^T error; the damping, less and less, keeps the steps small near singular poses.
        std::array<vector, 3> A{};
        vector b{};
        for (std::size_t i = 0; i < 3; ++i)
            for (std::size_t j = 0; j < 3; ++j) {
                b[j] += J[i][j] * error[i];
                for (std::size_t k = 0; k < 3; ++k) A[j][k] += J[i][j] * J[i][k];
            }
        for (std::size_t j = 0; j < 3; ++j) A[j][j] += 0.01 * size;
        const vector change = solve(A, b);
        for (std::size_t j = 0; j < 3; ++j) joints[j] += change[j];
    }
    const vector reached = hand(joints);
    std::printf("angles %.4f %.4f %.4f\n", joints[0], joints[1], joints[2]);
    std::printf("hand   %.4f %.4f %.4f\n", reached[0], reached[1], reached[2]);
}
