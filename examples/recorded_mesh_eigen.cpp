// SPDX-License-Identifier: BSL-1.0
// A function with Eigen in its body and a mesh that it captures: the energy of triangles of rubber, minimised by
// Newton's method with the sparse Hessian of the recorded function.
#include <pullback/ext/eigen.hpp>
#include <pullback/record.hpp>

#include <Eigen/Dense>
#include <Eigen/SparseCholesky>
#include <Eigen/SparseCore>

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <type_traits>
#include <vector>

struct triangle {
    std::array<int, 3> corners;
    Eigen::Matrix2d inverse_of_rest; // of the edges before anything was deformed
};

struct mesh {
    Eigen::VectorXd rest; // x0 y0 x1 y1 …
    std::vector<triangle> triangles;
};

// A square of n × n cells, as a file might have it.
mesh square_mesh(int n) {
    mesh made;
    made.rest.resize(2 * (n + 1) * (n + 1));
    const auto at = [&](int i, int j) { return i * (n + 1) + j; };
    for (int i = 0; i <= n; ++i)
        for (int j = 0; j <= n; ++j) made.rest.segment<2>(2 * at(i, j)) << double(i) / n, double(j) / n;
    const auto add = [&](int a, int b, int c) {
        Eigen::Matrix2d edges;
        edges << made.rest.segment<2>(2 * b) - made.rest.segment<2>(2 * a),
            made.rest.segment<2>(2 * c) - made.rest.segment<2>(2 * a);
        made.triangles.push_back({{a, b, c}, edges.inverse()});
    };
    for (int i = 0; i < n; ++i)
        for (int j = 0; j < n; ++j) {
            add(at(i, j), at(i + 1, j), at(i, j + 1));
            add(at(i + 1, j + 1), at(i, j + 1), at(i + 1, j));
        }
    return made;
}

int main() {
    const int n = 4;
    const mesh rubber = square_mesh(n);

    // The left side is held, the right one is pulled outward by 0.3; both by springs.
    const auto energy = pullback::record(
        [&](const auto& x) {
            using T = std::remove_cvref_t<decltype(x(0))>;
            T sum(0);
            for (const triangle& each : rubber.triangles) {
                const auto [a, b, c] = each.corners;
                Eigen::Matrix<T, 2, 2> edges;
                edges << x(2 * b) - x(2 * a), x(2 * c) - x(2 * a), x(2 * b + 1) - x(2 * a + 1),
                    x(2 * c + 1) - x(2 * a + 1);
                const Eigen::Matrix<T, 2, 2> F = edges * Eigen::Matrix<T, 2, 2>(each.inverse_of_rest);
                const T log_J = log(F.determinant());
                sum += (0.5 * (F.squaredNorm() - 2.0) - log_J + square(log_J)) / (2.0 * n * n);
            }
            for (int j = 0; j <= n; ++j) {
                const int right = n * (n + 1) + j;
                for (int k = 0; k < 2; ++k) {
                    sum += 500.0 * square(x(2 * j + k) - rubber.rest(2 * j + k));
                    const double pulled = rubber.rest(2 * right + k) + (k == 0 ? 0.3 : 0.0);
                    sum += 500.0 * square(x(2 * right + k) - pulled);
                }
            }
            return sum;
        },
        rubber.rest);
    const auto slope = pullback::value_and_gradient(energy);
    const auto curvature = pullback::sparse_hessian(energy);

    Eigen::VectorXd x = rubber.rest;
    for (int step = 0; step < 6; ++step) {
        const auto [value, gradient] = slope(x);
        std::printf("step %d: energy %.6f, slope %.0e\n", step, value, gradient.norm() < 1e-6 ? 0 : gradient.norm());
        if (gradient.norm() < 1e-10) break;
        const std::vector<double> entries = curvature.values(x); // those with row <= column
        std::vector<Eigen::Triplet<double>> triplets;
        for (std::size_t k = 0; k < entries.size(); ++k)
            triplets.emplace_back(curvature.columns[k], curvature.rows[k], entries[k]);
        Eigen::SparseMatrix<double> H(x.size(), x.size());
        H.setFromTriplets(triplets.begin(), triplets.end());
        x -= Eigen::SimplicialLDLT<Eigen::SparseMatrix<double>>(H).solve(gradient);
    }
    std::printf("%td of %td entries of the Hessian are not always 0\n", std::ptrdiff_t(curvature.rows.size()),
                std::ptrdiff_t(x.size() * (x.size() + 1) / 2));
    const auto middle = x.segment<2>(2 * (2 * (n + 1) + 2));
    std::printf("the middle moved by %.3f, %.3f\n", middle(0) - 0.5, std::abs(middle(1) - 0.5));
}
