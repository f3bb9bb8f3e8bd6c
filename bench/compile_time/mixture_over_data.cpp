// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>

#include <array>
#include <vector>

// Value and gradient of a mixture of normal distributions in ten dimensions, as in ../loops/mixture.cpp.

namespace {

using numbers = std::vector<double>;
constexpr std::size_t dimension = 10;
using vector = std::array<double, dimension>;
using triangle = std::array<double, dimension*(dimension - 1) / 2>;

constexpr auto function = pullback::function(
    [](const auto& alphas, const auto& means, const auto& diagonals, const auto& below, const auto& points) {
        const auto of_points = sum(points, [&](const auto& x) {
            return log_sum_exp(alphas, means, diagonals, below,
                               [&](const auto& alpha, const auto& mean, const auto& q, const auto& l) {
                                   auto exponent = alpha;
                                   auto squares = alpha - alpha;
                                   std::size_t next = 0;
                                   for (std::size_t i = 0; i < dimension; ++i) {
                                       auto turned = exp(q[i]) * (x[i] - mean[i]);
                                       for (std::size_t j = 0; j < i; ++j)
                                           turned = turned + l[next++] * (x[j] - mean[j]);
                                       squares = squares + square(turned);
                                       exponent = exponent + q[i];
                                   }
                                   return exponent - squares / 2;
                               });
        });
        return of_points - points.size() * log_sum_exp(alphas);
    });

} // namespace

auto value_and_gradient(const numbers& alphas, const std::vector<vector>& means, const std::vector<vector>& diagonals,
                        const std::vector<triangle>& below, const std::vector<vector>& points) {
    return pullback::value_and_gradient(function, pullback::wrt<0, 1, 2, 3>)(alphas, means, diagonals, below, points);
}
