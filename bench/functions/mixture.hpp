// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BENCH_FUNCTIONS_MIXTURE_HPP
#define PULLBACK_BENCH_FUNCTIONS_MIXTURE_HPP

#include <pullback.hpp>

namespace functions {

/// The logarithm of the likelihood of a mixture of normal distributions, but for constants:
///     Σᵢ log Σₖ exp(αₖ + Σ qₖ - ½ |Qₖ (xᵢ - µₖ)|²) - n log Σₖ exp αₖ,
/// where Qₖ is lower triangular, with the diagonal exp qₖ, and lₖ below it. `below` has the rows of all lₖ, which have
/// lengths of their own, and row i of lₖ is that with the number rows(k, i).
inline constexpr auto mixture = pullback::function([](const auto& alphas, const auto& means, const auto& diagonals,
                                                      const auto& below, const auto& points, const auto& rows) {
    const auto of_points = sum(points, [&](const auto& x) {
        return log_sum_exp(
            alphas, means, diagonals, rows,
            [&](const auto& alpha, const auto& mean, const auto& q, const auto& rows_of_l) {
                const auto squares =
                    sum(x, mean, q, rows_of_l, [&](const auto& xi, const auto& mi, const auto& qi, const auto& number) {
                        const auto l = below[number];
                        return square(exp(qi) * (xi - mi) +
                                      sum(indices(l), [&](const auto& j) { return l[j] * (x[j] - mean[j]); }));
                    });
                return alpha + sum(q) - squares / 2;
            });
    });
    return of_points - points.size() * log_sum_exp(alphas);
});

} // namespace functions

#endif
