// SPDX-License-Identifier: BSL-1.0
// A log-likelihood whose data are spread over the ranks of MPI: mpirun -n 4 likelihood_mpi
#include <pullback.hpp>
#include <pullback/ext/mpi.hpp>

#include <cmath>
#include <cstddef>
#include <cstdio>
#include <vector>

constexpr auto log_likelihood =
    pullback::function([](const auto& a, const auto& b, const auto& times, const auto& counts) {
        return sum(times, counts, [&](const auto& t, const auto& n) { return n * (a + b * t) - exp(a + b * t); });
    });

int main(int count, char** arguments) {
    MPI_Init(&count, &arguments);

    // Each rank makes, or reads, the data that are its own.
    const auto [first, size] = pullback::share_of_rank(1000);
    std::vector<double> times;
    std::vector<int> counts;
    for (std::ptrdiff_t i = first; i < first + size; ++i) {
        times.push_back(0.002 * static_cast<double>(i));
        counts.push_back(static_cast<int>(std::exp(1 + 0.5 * times.back())) + static_cast<int>(i % 3));
    }

    // One reduction: afterwards all ranks have the value and the gradient of all data.
    constexpr auto ascend = pullback::value_and_gradient(log_likelihood, pullback::wrt<0, 1>);
    double a = 0, b = 0;
    for (int step = 0; step < 500; ++step) {
        const auto [value, gradient] = pullback::sum_over_ranks(ascend(a, b, times, counts));
        const auto [by_a, by_b] = gradient;
        a += 1e-4 * by_a;
        b += 1e-4 * by_b;
    }

    int rank = 0;
    MPI_Comm_rank(MPI_COMM_WORLD, &rank);
    if (rank == 0) std::printf("a = %.6f, b = %.6f\n", a, b);
    MPI_Finalize();
}
