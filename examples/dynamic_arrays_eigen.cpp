// SPDX-License-Identifier: BSL-1.0
// Functions of arrays on the run-time graph: axes, shapes and parts of Eigen's matrices.
#include <pullback/dynamic.hpp>
#include <pullback/ext/eigen.hpp>

#include <cstdio>

namespace dynamic = pullback::dynamic;

int main() {
    dynamic::variable<Eigen::MatrixXd> x = Eigen::MatrixXd{{1, 2, 3}, {4, 5, 6}};
    dynamic::variable<Eigen::RowVectorXd> row = Eigen::RowVectorXd{{10, 20, 30}};
    auto y = x + row;                        // the row is spread over the rows of x
    auto totals = sum(y, 0);                 // 1 x 3
    auto column = reshape(y, {3, 2}).col(1); // every second element in the order of reading
    auto result = column[2] * totals(0, 1) + sum(x.block(0, 1, 2, 2));
    result.backward();
    std::printf("%g: %g %g %g\n", result.data(), row.grad()[0], row.grad()[1], row.grad()[2]);

    // Gradients are variables with elements of their own.
    auto g = grad(sum(square(x - row)), row);
    std::printf("%g %g\n", g[2].data(), grad(g[2], row).data()[2]);

    // A step down, twice written.
    const double rate = 0.25;
    row.set_data(row - rate * g);
    row.set_data(row.data() - rate * g.data());
    std::printf("%g\n", row.data()[2]);
}
