// SPDX-License-Identifier: BSL-1.0
#include <pullback/dynamic.hpp>
#include <pullback/ext/eigen.hpp>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <vector>

// Time of a linear system and its backward pass on the graph against adjoints written by hand with the same factors:
// the gradient of sum(solve(A, b)) by A and by b. Medians of processor time, of interleaved repetitions.

namespace {

namespace dynamic = pullback::dynamic;
using Eigen::MatrixXd, Eigen::VectorXd;

struct gradients {
    MatrixXd by_matrix;
    VectorXd by_vector;
};

/// Variables have their gradients, which are read where they are.
struct variables {
    dynamic::variable<MatrixXd> matrix;
    dynamic::variable<VectorXd> vector;
};

variables by_graph(const MatrixXd& a, const VectorXd& b) {
    variables made{a, b};
    sum(solve(made.matrix, made.vector)).backward();
    return made;
}

double first(const gradients& found) { return found.by_matrix(0, 0); }
double first(const variables& found) { return found.matrix.grad()(0, 0); }

gradients by_hand(const MatrixXd& a, const VectorXd& b) {
    const Eigen::PartialPivLU<MatrixXd> factors(a);
    const VectorXd x = factors.solve(b);
    gradients result{MatrixXd(a.rows(), a.cols()), factors.transpose().solve(VectorXd::Ones(a.rows()))};
    result.by_matrix.noalias() = -result.by_vector * x.transpose();
    return result;
}

template <class F>
double microseconds(const F& f, int calls) {
    const std::clock_t start = std::clock();
    for (int i = 0; i < calls; ++i) {
        volatile double seen = first(f());
        static_cast<void>(seen);
    }
    return 1e6 * double(std::clock() - start) / CLOCKS_PER_SEC / calls;
}

double median(std::vector<double> times) {
    std::sort(times.begin(), times.end());
    return times[times.size() / 2];
}

} // namespace

int main() {
    std::printf("solve and backward     by hand      graph     ratio\n");
    for (const int size : {10, 100, 300}) {
        MatrixXd a = MatrixXd::Identity(size, size) * 4;
        for (int i = 0; i < size; ++i)
            for (int j = 0; j < size; ++j) a(i, j) += ((i * 7 + j * 13) % 17 - 8) / double(size);
        const VectorXd b = VectorXd::LinSpaced(size, -1, 1);
        const gradients hand = by_hand(a, b);
        const variables graph = by_graph(a, b);
        if (!hand.by_matrix.isApprox(graph.matrix.grad(), 1e-12) ||
            !hand.by_vector.isApprox(graph.vector.grad(), 1e-12))
            std::abort();

        std::vector<double> by_hand_times, by_graph_times;
        const int calls = std::max(1, 4'000'000 / (size * size * size + 1000));
        for (int repetition = 0; repetition < 21; ++repetition) {
            by_hand_times.push_back(microseconds([&] { return by_hand(a, b); }, calls));
            by_graph_times.push_back(microseconds([&] { return by_graph(a, b); }, calls));
        }
        const double slow = median(by_hand_times), here = median(by_graph_times);
        std::printf("%10d x %-3d %8.1f us %8.1f us %9.2f\n", size, size, slow, here, here / slow);
    }
}
