// SPDX-License-Identifier: BSL-1.0
#include "../functions/mixture.hpp"
#include "comparison.hpp"

#include <pullback.hpp>
#include <pullback/ext/eigen_static.hpp>

#include <Eigen/Core>

#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <vector>

// The likelihood of a mixture of normal distributions: points of a few dimensions are arrays, whose loops are unrolled,
// others are rows of matrices.

namespace {

using numbers = std::vector<double>;

constexpr std::size_t below_diagonal(std::size_t size) { return size * (size - 1) / 2; }

template <class Number>
using rows_of_numbers = Eigen::Matrix<Number, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

template <std::size_t D>
auto as_matrix(const std::vector<std::array<double, D>>& rows) {
    return Eigen::Map<const rows_of_numbers<double>>(rows[0].data(), static_cast<Eigen::Index>(rows.size()), D);
}

template <std::size_t D>
struct mixture {
    using vector = std::array<double, D>;
    using triangle = std::array<double, below_diagonal(D)>;

    struct parameters {
        numbers alphas;
        std::vector<vector> means, diagonals;
        std::vector<triangle> below;
    };

    static constexpr auto function = pullback::function(
        [](const auto& alphas, const auto& means, const auto& diagonals, const auto& below, const auto& points) {
            const auto of_points = sum(points, [&](const auto& x) {
                return log_sum_exp(alphas, means, diagonals, below,
                                   [&](const auto& alpha, const auto& mean, const auto& q, const auto& l) {
                                       auto exponent = alpha;
                                       auto squares = alpha - alpha;
                                       std::size_t next = 0;
                                       for (std::size_t i = 0; i < D; ++i) {
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

    [[gnu::noinline]] static auto by_pullback(const parameters& p, const std::vector<vector>& points) {
        if constexpr (D <= 10) {
            return pullback::value_and_gradient(function, pullback::wrt<0, 1, 2, 3>)(p.alphas, p.means, p.diagonals,
                                                                                     p.below, points);
        } else {
            const std::span below(p.below[0].data(), p.below.size() * below_diagonal(D));
            std::vector<int> begins{0};
            rows_of_numbers<int> rows(p.below.size(), D);
            for (int row = 0; row < rows.size(); ++row) {
                rows.data()[row] = row;
                begins.push_back(begins.back() + row % static_cast<int>(D));
            }
            return pullback::value_and_gradient(functions::mixture, pullback::wrt<0, 1, 2, 3>)(
                p.alphas, as_matrix(p.means), as_matrix(p.diagonals), pullback::rows_of(below, begins),
                as_matrix(points), rows);
        }
    }

    struct result {
        double value;
        parameters gradient;
    };

    // As one would write it: for each point the terms, then the derivatives of each term.
    [[gnu::noinline]] static result by_hand(const parameters& p, const std::vector<vector>& points) {
        const std::size_t terms = p.alphas.size();
        result r{
            0, {numbers(terms), std::vector<vector>(terms), std::vector<vector>(terms), std::vector<triangle>(terms)}};
        parameters& g = r.gradient;
        std::vector<vector> scales(terms), turned(terms);
        numbers sums(terms), exponents(terms);
        for (std::size_t k = 0; k < terms; ++k)
            for (std::size_t i = 0; i < D; ++i) {
                scales[k][i] = std::exp(p.diagonals[k][i]);
                sums[k] += p.diagonals[k][i];
            }
        for (const vector& x : points) {
            double largest = -std::numeric_limits<double>::infinity();
            for (std::size_t k = 0; k < terms; ++k) {
                double squares = 0;
                std::size_t next = 0;
                for (std::size_t i = 0; i < D; ++i) {
                    double t = scales[k][i] * (x[i] - p.means[k][i]);
                    for (std::size_t j = 0; j < i; ++j) t += p.below[k][next++] * (x[j] - p.means[k][j]);
                    turned[k][i] = t;
                    squares += t * t;
                }
                exponents[k] = p.alphas[k] + sums[k] - squares / 2;
                largest = exponents[k] > largest ? exponents[k] : largest;
            }
            double sum = 0;
            for (std::size_t k = 0; k < terms; ++k) {
                exponents[k] = std::exp(exponents[k] - largest);
                sum += exponents[k];
            }
            r.value += largest + std::log(sum);
            for (std::size_t k = 0; k < terms; ++k) {
                const double share = exponents[k] / sum;
                g.alphas[k] += share;
                std::size_t next = 0;
                for (std::size_t i = 0; i < D; ++i) {
                    const double a = -share * turned[k][i];
                    g.diagonals[k][i] += share + a * scales[k][i] * (x[i] - p.means[k][i]);
                    g.means[k][i] -= a * scales[k][i];
                    for (std::size_t j = 0; j < i; ++j) {
                        g.means[k][j] -= a * p.below[k][next];
                        g.below[k][next++] += a * (x[j] - p.means[k][j]);
                    }
                }
            }
        }
        double largest = -std::numeric_limits<double>::infinity(), sum = 0;
        for (const double alpha : p.alphas) largest = alpha > largest ? alpha : largest;
        for (const double alpha : p.alphas) sum += std::exp(alpha - largest);
        const auto count = static_cast<double>(points.size());
        r.value -= count * (largest + std::log(sum));
        for (std::size_t k = 0; k < terms; ++k) g.alphas[k] -= count * (std::exp(p.alphas[k] - largest) / sum);
        return r;
    }

    static void add(const char* name, std::vector<loops::comparison>& all) {
        constexpr std::size_t terms = 25, count = 1000;
        loops::random_numbers random;
        parameters p{random(terms), std::vector<vector>(terms), std::vector<vector>(terms),
                     std::vector<triangle>(terms)};
        std::vector<vector> points(count);
        const auto fill = [&](auto& arrays) {
            for (auto& array : arrays)
                for (double& each : array) each = random();
        };
        fill(p.means);
        fill(p.diagonals);
        fill(p.below);
        fill(points);
        const auto entries = [](const auto&... arrays) {
            numbers result;
            const auto put = [&](const auto& array) {
                if constexpr (requires { array[0][0]; })
                    for (const auto& each : array) result.insert(result.end(), each.begin(), each.end());
                else if constexpr (requires { array.values; })
                    result.insert(result.end(), array.values.begin(), array.values.end());
                else if constexpr (requires { array.rows(); })
                    result.insert(result.end(), array.data(), array.data() + array.size());
                else result.insert(result.end(), array.begin(), array.end());
            };
            (put(arrays), ...);
            return result;
        };
        const auto by_hand_entries = [&] {
            const auto [value, g] = by_hand(p, points);
            return entries(g.alphas, g.means, g.diagonals, g.below, numbers{value});
        };
        const auto by_pullback_entries = [&] {
            const auto [value, g] = by_pullback(p, points);
            const auto& [alphas, means, diagonals, below] = g;
            return entries(alphas, means, diagonals, below, numbers{value});
        };
        all.push_back({name, 0.70, [=] { loops::keep(by_hand(p, points)); },
                       [=] { loops::keep(by_pullback(p, points)); },
                       loops::difference(by_hand_entries(), by_pullback_entries())});
    }
};

} // namespace

void loops::add_mixture(std::vector<comparison>& all) {
    mixture<4>::add("mixture d = 4", all);
    mixture<10>::add("mixture d = 10", all);
    mixture<32>::add("mixture d = 32", all);
}
