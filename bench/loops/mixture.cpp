// SPDX-License-Identifier: BSL-1.0
#include "../functions/mixture.hpp"
#include "comparison.hpp"
#include "vectors.hpp"

#include <pullback.hpp>
#include <pullback/ext/eigen_static.hpp>
#include <pullback/lanes.hpp>

#include <Eigen/Core>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <type_traits>
#include <utility>
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

// Rows of one length, which is known at run time.
class table {
public:
    table(std::size_t rows, std::size_t width) : rows_(rows), width_(width), values_(rows * width) {}
    template <std::size_t D>
    explicit table(const std::vector<std::array<double, D>>& rows) : table(rows.size(), D) {
        for (std::size_t k = 0; k < rows.size(); ++k) std::copy(rows[k].begin(), rows[k].end(), (*this)[k]);
    }
    std::size_t size() const { return rows_; }
    std::size_t width() const { return width_; }
    double* operator[](std::size_t k) { return values_.data() + k * width_; }
    const double* operator[](std::size_t k) const { return values_.data() + k * width_; }
    auto begin() const { return values_.begin(); }
    auto end() const { return values_.end(); }

private:
    std::size_t rows_, width_;
    numbers values_;
};

template <std::size_t D>
struct mixture {
    using vector = std::array<double, D>;
    using triangle = std::array<double, below_diagonal(D)>;

    template <class Vectors, class Triangles>
    struct parameters_in {
        numbers alphas;
        Vectors means, diagonals;
        Triangles below;
    };
    using parameters = parameters_in<std::vector<vector>, std::vector<triangle>>;
    using parameters_in_tables = parameters_in<table, table>;

    static parameters zeros_like(const parameters& p) {
        const std::size_t terms = p.alphas.size();
        return {numbers(terms), std::vector<vector>(terms), std::vector<vector>(terms), std::vector<triangle>(terms)};
    }
    static parameters_in_tables zeros_like(const parameters_in_tables& p) {
        const std::size_t terms = p.alphas.size(), dimension = p.means.width();
        return {numbers(terms), table(terms, dimension), table(terms, dimension), table(terms, p.below.width())};
    }

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

    template <class... Policy>
    [[gnu::noinline]] static auto by_pullback(const parameters& p, const std::vector<vector>& points,
                                              const Policy&... policy) {
        if constexpr (D <= 10) {
            return pullback::value_and_gradient(function, pullback::wrt<0, 1, 2, 3>)(policy..., p.alphas, p.means,
                                                                                     p.diagonals, p.below, points);
        } else {
            const std::span below(p.below[0].data(), p.below.size() * below_diagonal(D));
            std::vector<int> begins{0};
            rows_of_numbers<int> rows(p.below.size(), D);
            for (int row = 0; row < rows.size(); ++row) {
                rows.data()[row] = row;
                begins.push_back(begins.back() + row % static_cast<int>(D));
            }
            return pullback::value_and_gradient(functions::mixture, pullback::wrt<0, 1, 2, 3>)(
                policy..., p.alphas, as_matrix(p.means), as_matrix(p.diagonals), pullback::rows_of(below, begins),
                as_matrix(points), rows);
        }
    }

    // As one would write it: for each point the terms, then the derivatives of each term. The dimension is a constant,
    // or a number that the compiler does not know.
    template <class Parameters, class Points, class Dimension>
    [[gnu::noinline]] static auto by_hand(const Parameters& p, const Points& points, Dimension dimension) {
        const std::size_t terms = p.alphas.size(), count = points.size();
        double value = 0;
        Parameters g = zeros_like(p);
        auto scales = p.means, turned = p.means; // of this size, and written before they are read
        numbers sums(terms), exponents(terms);
        for (std::size_t k = 0; k < terms; ++k)
            for (std::size_t i = 0; i < dimension; ++i) {
                scales[k][i] = std::exp(p.diagonals[k][i]);
                sums[k] += p.diagonals[k][i];
            }
        for (std::size_t n = 0; n < count; ++n) {
            const auto& x = points[n];
            double largest = -std::numeric_limits<double>::infinity();
            for (std::size_t k = 0; k < terms; ++k) {
                double squares = 0;
                std::size_t next = 0;
                for (std::size_t i = 0; i < dimension; ++i) {
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
            value += largest + std::log(sum);
            for (std::size_t k = 0; k < terms; ++k) {
                const double share = exponents[k] / sum;
                g.alphas[k] += share;
                std::size_t next = 0;
                for (std::size_t i = 0; i < dimension; ++i) {
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
        value -= static_cast<double>(count) * (largest + std::log(sum));
        for (std::size_t k = 0; k < terms; ++k)
            g.alphas[k] -= static_cast<double>(count) * (std::exp(p.alphas[k] - largest) / sum);
        return std::pair(value, std::move(g));
    }

    // With a point in each lane. What is added to a derivative is added in each lane first.
    [[gnu::noinline]] static auto by_hand_in_lanes(const parameters& p, const std::vector<vector>& points) {
        using loops::width;
        using lanes = loops::vector;
        const std::size_t terms = p.alphas.size(), count = points.size();
        struct term {
            lanes alpha{};
            std::array<lanes, D> mean{}, diagonal{};
            std::array<lanes, below_diagonal(D)> below{};
        };
        std::vector<term> slopes(terms);
        std::vector<vector> scales = p.means;
        std::vector<std::array<lanes, D>> turned(terms);
        std::vector<lanes> exponents(terms);
        numbers sums(terms);
        for (std::size_t k = 0; k < terms; ++k)
            for (std::size_t i = 0; i < D; ++i) {
                scales[k][i] = std::exp(p.diagonals[k][i]);
                sums[k] += p.diagonals[k][i];
            }
        lanes values{};
        for (std::size_t n = 0; n < count; n += width) {
            const std::size_t used = std::min(width, count - n);
            std::array<lanes, D> x;
            lanes is_used{};
            for (std::size_t lane = 0; lane < width; ++lane) {
                for (std::size_t i = 0; i < D; ++i) x[i][lane] = points[n + std::min(lane, used - 1)][i];
                is_used[lane] = lane < used ? 1 : 0;
            }
            lanes largest = lanes{} - std::numeric_limits<double>::infinity();
            for (std::size_t k = 0; k < terms; ++k) {
                lanes squares{};
                std::size_t next = 0;
                for (std::size_t i = 0; i < D; ++i) {
                    lanes t = scales[k][i] * (x[i] - p.means[k][i]);
                    for (std::size_t j = 0; j < i; ++j) t += p.below[k][next++] * (x[j] - p.means[k][j]);
                    turned[k][i] = t;
                    squares += t * t;
                }
                exponents[k] = p.alphas[k] + sums[k] - squares / 2;
                largest = exponents[k] > largest ? exponents[k] : largest;
            }
            lanes sum{};
            for (lanes& each : exponents) sum += each = loops::exp(each - largest);
            values += is_used * (largest + loops::log(sum));
            const lanes scale = is_used / sum;
            for (std::size_t k = 0; k < terms; ++k) {
                const lanes share = exponents[k] * scale;
                term& s = slopes[k];
                s.alpha += share;
                std::size_t next = 0;
                for (std::size_t i = 0; i < D; ++i) {
                    const lanes a = -share * turned[k][i];
                    s.diagonal[i] += share + a * scales[k][i] * (x[i] - p.means[k][i]);
                    s.mean[i] -= a * scales[k][i];
                    for (std::size_t j = 0; j < i; ++j) {
                        s.mean[j] -= a * p.below[k][next];
                        s.below[next++] += a * (x[j] - p.means[k][j]);
                    }
                }
            }
        }
        parameters g = zeros_like(p);
        double largest = -std::numeric_limits<double>::infinity(), sum = 0;
        for (const double alpha : p.alphas) largest = alpha > largest ? alpha : largest;
        for (const double alpha : p.alphas) sum += std::exp(alpha - largest);
        const double times = static_cast<double>(count);
        for (std::size_t k = 0; k < terms; ++k) {
            const term& s = slopes[k];
            g.alphas[k] = loops::sum(s.alpha) - times * (std::exp(p.alphas[k] - largest) / sum);
            for (std::size_t i = 0; i < D; ++i) {
                g.means[k][i] = loops::sum(s.mean[i]);
                g.diagonals[k][i] = loops::sum(s.diagonal[i]);
            }
            for (std::size_t i = 0; i < s.below.size(); ++i) g.below[k][i] = loops::sum(s.below[i]);
        }
        return std::pair(loops::sum(values) - times * (largest + std::log(sum)), std::move(g));
    }

    static void add(std::vector<loops::comparison>& all, const char* name,
                    [[maybe_unused]] const char* name_at_run_time = nullptr) {
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
                if constexpr (requires { array[0].begin(); })
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
        const auto entries_of = [&](const auto& result) {
            const auto& [value, g] = result;
            const auto& [alphas, means, diagonals, below] = g;
            return entries(alphas, means, diagonals, below, numbers{value});
        };
        const numbers of_pullback = entries_of(by_pullback(p, points));
        constexpr std::integral_constant<std::size_t, D> dimension;
        all.push_back({name, 0.70, [=] { loops::keep(by_hand(p, points, dimension)); },
                       [=] { loops::keep(by_pullback(p, points)); },
                       std::max({loops::difference(entries_of(by_hand(p, points, dimension)), of_pullback),
                                 loops::difference(entries_of(by_hand_in_lanes(p, points)), of_pullback),
                                 loops::difference(entries_of(by_pullback(p, points, pullback::unseq)), of_pullback)}),
                       [=] { loops::keep(by_hand_in_lanes(p, points)); },
                       [=] { loops::keep(by_pullback(p, points, pullback::unseq)); }});
        loops::add_threads(all.back(), [=](const auto& policy) { return by_pullback(p, points, policy); }, entries_of);
        // The library is given matrices there, whose extents it learns at run time. The bar of 0.70 cannot be had by
        // what it does: the derivatives by means are added up once after all points, which leaves one of two streams of
        // products behind the sums. Code by hand that does this, with triangles that lie side by side, takes 0.76 of
        // the straightforward code (clang 0.74), of which the sums, in their order, take 0.35 (0.40). The rest waits
        // for memory: for each point all 25 triangles of derivatives, 99 kB, which no first-level cache holds, are
        // read and written. Less takes tiles of points, each triangle being added to for several points at once. The
        // library takes 0.81 (clang 0.75) of the straightforward code, and 0.90 (0.80) of that whose dimension is a
        // constant, since it looks up where each row begins. (2026-11-29, an idle machine.)
        // In lanes d = 4 misses its bar of 1.20. With g++ 12 and vectors of 4 numbers (-march=haswell) a call takes
        // 1,261,593 instructions, and 1,096,868 by hand, those of exp and log apart: 1.15. With vectors of 8 the
        // instructions have not been counted, and what takes the rest of the time there has not been found.
        if constexpr (D > 10) {
            const parameters_in_tables in_tables{p.alphas, table(p.means), table(p.diagonals), table(p.below)};
            const table all_points(points);
            const auto by_hand_in_tables = [=] { return by_hand(in_tables, all_points, in_tables.means.width()); };
            all.push_back({name_at_run_time, 0.70, [=] { loops::keep(by_hand_in_tables()); },
                           [=] { loops::keep(by_pullback(p, points)); },
                           loops::difference(entries_of(by_hand_in_tables()), of_pullback)});
        }
    }
};

} // namespace

void loops::add_mixture(std::vector<comparison>& all) {
    mixture<4>::add(all, "mixture d = 4");
    mixture<10>::add(all, "mixture d = 10");
    mixture<32>::add(all, "mixture d = 32", "mixture d = 32 at run time");
}
