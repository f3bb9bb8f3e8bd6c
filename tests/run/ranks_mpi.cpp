// SPDX-License-Identifier: BSL-1.0
#include "seeded_numbers.hpp"

#include <pullback.hpp>
#include <pullback/ext/mpi.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cstddef>
#include <vector>

// Data that are spread over ranks: what all have together is what one has that has all data. ctest runs this with one,
// two and four ranks.

namespace {

using namespace seeded_numbers;
using namespace pullback;

struct with_mpi {
    with_mpi() { MPI_Init(nullptr, nullptr); }
    ~with_mpi() { MPI_Finalize(); }
};
BOOST_TEST_GLOBAL_FIXTURE(with_mpi);

constexpr auto log_likelihood = function([](const auto& p, const auto& weights, const auto& x) {
    return sum(x, [&](const auto& each) { return log1p(exp(p[0] * each + p[1])) - dot(weights, weights) * each; });
});

numbers part_of(const numbers& x) {
    const rank_share mine = share_of_rank(static_cast<std::ptrdiff_t>(x.size()));
    return {x.begin() + mine.first, x.begin() + mine.first + mine.count};
}

} // namespace

BOOST_AUTO_TEST_CASE(shares_are_all_data) {
    for (const std::ptrdiff_t count : {0, 1, 3, 4, 5, 1000}) {
        const rank_share mine = share_of_rank(count);
        BOOST_TEST(mine.count >= 0);
        long sums[2] = {static_cast<long>(mine.count), 0}, all = 0;
        for (std::ptrdiff_t i = mine.first; i < mine.first + mine.count; ++i) sums[1] += static_cast<long>(i);
        MPI_Allreduce(MPI_IN_PLACE, sums, 2, MPI_LONG, MPI_SUM, MPI_COMM_WORLD);
        for (std::ptrdiff_t i = 0; i < count; ++i) all += static_cast<long>(i);
        BOOST_TEST(sums[0] == count);
        BOOST_TEST(sums[1] == all);
    }
}

BOOST_AUTO_TEST_CASE(value_and_gradient_of_all_ranks) {
    for (const std::size_t count : {std::size_t(0), std::size_t(1), std::size_t(7), std::size_t(10000)}) {
        const numbers x = random_numbers(count), weights = random_numbers(5); // the same on all ranks
        const std::array<double, 2> p{0.5, -0.25};
        const auto f = value_and_gradient(log_likelihood, wrt<0, 1>);
        const auto [value, gradient] = sum_over_ranks(f(p, weights, part_of(x)));
        const auto [wanted, wanted_gradient] = f(p, weights, x);
        const auto& [by_p, by_weights] = gradient;
        const auto& [wanted_by_p, wanted_by_weights] = wanted_gradient;
        check_close(value, wanted, count);
        for (std::size_t i = 0; i < 2; ++i) check_close(by_p[i], wanted_by_p[i], count);
        BOOST_TEST_REQUIRE(by_weights.size() == 5U);
        for (std::size_t i = 0; i < 5; ++i) check_close(by_weights[i], wanted_by_weights[i], count);
    }
}

BOOST_AUTO_TEST_CASE(values_and_matrices_of_all_ranks) {
    const numbers x = random_numbers(999);
    const std::array<double, 2> p{0.5, -0.25};
    const numbers weights = random_numbers(5);
    check_close(sum_over_ranks(log_likelihood(p, weights, part_of(x))), log_likelihood(p, weights, x), 999);
    const auto second = hessian(log_likelihood, wrt<0>);
    const auto h = sum_over_ranks(second(p, weights, part_of(x))), wanted = second(p, weights, x);
    for (std::size_t i = 0; i < 2; ++i)
        for (std::size_t j = 0; j < 2; ++j) check_close(h[i][j], wanted[i][j], 999);
}
