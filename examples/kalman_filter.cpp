// SPDX-License-Identifier: BSL-1.0
// An extended Kalman filter: a boat is tracked by the distances and directions that a lighthouse measures. Both
// linearisations, of the motion and of the measurement, are Jacobians made by the compiler.
#include <pullback.hpp>

#include <cmath>
#include <cstdio>

template <std::size_t R, std::size_t C>
using matrix = std::array<std::array<double, C>, R>;
using state = std::array<double, 4>; // x, y, heading, speed

// Where the boat is after `dt` seconds, if it turns at a given rate.
constexpr auto move = pullback::function([](const auto& s, const auto& rate, const auto& dt) {
    return std::array{s[0] + s[3] * cos(s[2]) * dt, s[1] + s[3] * sin(s[2]) * dt, s[2] + rate * dt, s[3]};
});
constexpr auto measure =
    pullback::function([](const auto& s) { return std::array{hypot(s[0], s[1]), atan2(s[1], s[0])}; });

template <std::size_t R, std::size_t K, std::size_t C>
matrix<R, C> product(const matrix<R, K>& a, const matrix<K, C>& b) {
    matrix<R, C> c{};
    for (std::size_t i = 0; i < R; ++i)
        for (std::size_t k = 0; k < K; ++k)
            for (std::size_t j = 0; j < C; ++j) c[i][j] += a[i][k] * b[k][j];
    return c;
}
template <std::size_t R, std::size_t C>
matrix<C, R> transposed(const matrix<R, C>& a) {
    matrix<C, R> t;
    for (std::size_t i = 0; i < R; ++i)
        for (std::size_t j = 0; j < C; ++j) t[j][i] = a[i][j];
    return t;
}

int main() {
    state boat{300, -100, 2, 5}, estimate{280, -80, 1.7, 4}; // truth and first guess
    matrix<4, 4> P{};                                        // covariance of the estimate
    const state first_variance{400, 400, 0.1, 1}, drift{0.01, 0.01, 1e-5, 1e-3};
    for (std::size_t i = 0; i < 4; ++i) P[i][i] = first_variance[i];
    const std::array<double, 2> noise{4, 1e-4}; // variances of distance and direction
    const double dt = 1, rate = 0.02;

    for (int step = 1; step <= 60; ++step) {
        boat = move(boat, rate, dt);

        const auto [predicted, F] = pullback::value_and_jacobian(move, pullback::wrt<0>)(estimate, rate, dt);
        estimate = predicted;
        P = product(product(F, P), transposed(F));
        for (std::size_t i = 0; i < 4; ++i) P[i][i] += drift[i];

        const auto [expected, H] = pullback::value_and_jacobian(measure)(estimate);
        auto seen = measure(boat);
        seen[0] += 2 * std::sin(7.0 * step); // errors like those of a lighthouse
        seen[1] += 0.01 * std::cos(11.0 * step);

        const matrix<4, 2> PHt = product(P, transposed(H));
        matrix<2, 2> D = product(H, PHt);
        for (std::size_t i = 0; i < 2; ++i) D[i][i] += noise[i];
        const double determinant = D[0][0] * D[1][1] - D[0][1] * D[1][0];
        const matrix<2, 2> inverse{
            {{D[1][1] / determinant, -D[0][1] / determinant}, {-D[1][0] / determinant, D[0][0] / determinant}}};
        const matrix<4, 2> gain = product(PHt, inverse);
        const matrix<4, 4> correction = product(gain, transposed(PHt));
        for (std::size_t i = 0; i < 4; ++i) {
            for (std::size_t k = 0; k < 2; ++k) estimate[i] += gain[i][k] * (seen[k] - expected[k]);
            for (std::size_t j = 0; j < 4; ++j) P[i][j] -= correction[i][j];
        }
        if (step == 1 || step % 20 == 0)
            std::printf("%2d s: position %5.2f m off, heading %6.3f, speed %6.3f\n", step,
                        std::hypot(estimate[0] - boat[0], estimate[1] - boat[1]), estimate[2] - boat[2],
                        estimate[3] - boat[3]);
    }
}
