// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BENCH_GRADBENCH_PLAIN_MIXTURE_HPP
#define PULLBACK_BENCH_GRADBENCH_PLAIN_MIXTURE_HPP

#include "../../loops/vectors.hpp"
#include "../mixture.hpp"
#include "../protocol.hpp"
#include "log_sum_exp.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

namespace gradbench::plain {

/// The arguments are alphas, what is below the diagonals, means and diagonals, the order of JSON's keys.
class mixture {
public:
    numbers arguments;

    explicit mixture(const json& input)
        : terms_(input.at("k").get<std::size_t>()),
          size_(input.at("d").get<std::size_t>()),
          count_(input.at("n").get<std::size_t>()),
          points_(flat(input.at("x"))),
          gamma_(input.at("gamma").get<double>()),
          degrees_(input.at("m").get<double>()) {
        for (const char* name : {"alpha", "l", "mu", "q"}) append_numbers(input.at(name), arguments);
    }

    template <class T>
    T operator()(const std::vector<T>& x) const {
        using std::exp;
        const std::size_t d = size_;
        const T *const below = &x[below_begin()], *const means = &x[means_begin()],
                       *const diagonals = &x[diagonals_begin()];
        std::vector<T> scales(terms_ * d), sums(terms_, T(0)), exponents(terms_), turned(d), apart(d);
        T prior = 0;
        for (std::size_t k = 0; k < terms_; ++k) {
            T squares = 0;
            for (std::size_t i = 0; i < d; ++i) {
                scales[k * d + i] = exp(diagonals[k * d + i]);
                sums[k] += diagonals[k * d + i];
                squares += scales[k * d + i] * scales[k * d + i];
            }
            for (std::size_t i = 0; i < in_triangle(); ++i)
                squares += below[k * in_triangle() + i] * below[k * in_triangle() + i];
            prior += degrees_ * sums[k] - gamma_ * gamma_ / 2 * squares;
        }
        T total = 0;
        for (std::size_t n = 0; n < count_; ++n) {
            for (std::size_t k = 0; k < terms_; ++k) {
                for (std::size_t i = 0; i < d; ++i) {
                    apart[i] = points_[n * d + i] - means[k * d + i];
                    turned[i] = scales[k * d + i] * apart[i];
                }
                const T* next = below + k * in_triangle();
                for (std::size_t j = 0; j < d; ++j)
                    for (std::size_t i = j + 1; i < d; ++i) turned[i] += *next++ * apart[j];
                T squares = 0;
                for (std::size_t i = 0; i < d; ++i) squares += turned[i] * turned[i];
                exponents[k] = x[k] + sums[k] - squares / 2;
            }
            total += log_sum_exp_of(exponents);
        }
        return total -
               static_cast<double>(count_) *
                   log_sum_exp_of(std::vector<T>(x.begin(), x.begin() + static_cast<std::ptrdiff_t>(terms_))) +
               prior + mixture_constants(count_, terms_, size_, gamma_, degrees_);
    }

    // For each point the terms, and then the derivatives of each term.
    numbers gradient() const {
        const std::size_t d = size_;
        const double *const below = &arguments[below_begin()], *const means = &arguments[means_begin()];
        numbers result(arguments.size()), scales(terms_ * d), sums(terms_), exponents(terms_), turned(terms_ * d),
            apart(terms_ * d);
        double* const by_below = &result[below_begin()];
        double* const by_means = &result[means_begin()];
        double* const by_diagonals = &result[diagonals_begin()];
        begin(result, scales, sums);
        for (std::size_t n = 0; n < count_; ++n) {
            for (std::size_t k = 0; k < terms_; ++k) {
                double* const t = &turned[k * d];
                double* const a = &apart[k * d];
                for (std::size_t i = 0; i < d; ++i) {
                    a[i] = points_[n * d + i] - means[k * d + i];
                    t[i] = scales[k * d + i] * a[i];
                }
                const double* next = below + k * in_triangle();
                for (std::size_t j = 0; j < d; ++j)
                    for (std::size_t i = j + 1; i < d; ++i) t[i] += *next++ * a[j];
                double squares = 0;
                for (std::size_t i = 0; i < d; ++i) squares += t[i] * t[i];
                exponents[k] = arguments[k] + sums[k] - squares / 2;
            }
            const numbers shares = by_hand::log_sum_exp(exponents).gradient;
            for (std::size_t k = 0; k < terms_; ++k) {
                const double share = shares[k];
                const double* const t = &turned[k * d];
                const double* const a = &apart[k * d];
                result[k] += share;
                const double* next = below + k * in_triangle();
                double* by_next = by_below + k * in_triangle();
                for (std::size_t j = 0; j < d; ++j) {
                    double by_a = scales[k * d + j] * t[j];
                    by_diagonals[k * d + j] += share * (1 - by_a * a[j]);
                    const double factor = -share * a[j];
                    for (std::size_t i = j + 1; i < d; ++i) {
                        by_a += *next++ * t[i];
                        *by_next++ += factor * t[i];
                    }
                    by_means[k * d + j] += share * by_a;
                }
            }
        }
        finish(result);
        return result;
    }

    // The same with a point in each lane. What is added to the result is added in each lane first.
    numbers gradient_in_lanes() const {
        using loops::vector, loops::width;
        const std::size_t d = size_;
        const double *const below = &arguments[below_begin()], *const means = &arguments[means_begin()];
        numbers result(arguments.size()), scales(terms_ * d), sums(terms_);
        std::vector<vector> in_lanes(arguments.size()), x(d), shares(terms_), turned(terms_ * d), apart(terms_ * d);
        vector* const by_below = &in_lanes[below_begin()];
        vector* const by_means = &in_lanes[means_begin()];
        vector* const by_diagonals = &in_lanes[diagonals_begin()];
        begin(result, scales, sums);
        for (std::size_t n = 0; n < count_; n += width) {
            const std::size_t used = std::min(width, count_ - n);
            vector is_used{};
            for (std::size_t lane = 0; lane < used; ++lane) is_used[lane] = 1;
            for (std::size_t i = 0; i < d; ++i)
                for (std::size_t lane = 0; lane < width; ++lane)
                    x[i][lane] = points_[(n + std::min(lane, used - 1)) * d + i];
            vector largest = vector{} - std::numeric_limits<double>::infinity();
            for (std::size_t k = 0; k < terms_; ++k) {
                vector* const t = &turned[k * d];
                vector* const a = &apart[k * d];
                for (std::size_t i = 0; i < d; ++i) {
                    a[i] = x[i] - means[k * d + i];
                    t[i] = scales[k * d + i] * a[i];
                }
                const double* next = below + k * in_triangle();
                for (std::size_t j = 0; j < d; ++j)
                    for (std::size_t i = j + 1; i < d; ++i) t[i] += *next++ * a[j];
                vector squares{};
                for (std::size_t i = 0; i < d; ++i) squares += t[i] * t[i];
                shares[k] = arguments[k] + sums[k] - squares / 2;
                largest = shares[k] > largest ? shares[k] : largest;
            }
            vector total{};
            for (vector& share : shares) total += share = loops::exp(share - largest);
            const vector scale = is_used / total;
            for (std::size_t k = 0; k < terms_; ++k) {
                const vector share = shares[k] * scale;
                const vector* const t = &turned[k * d];
                const vector* const a = &apart[k * d];
                in_lanes[k] += share;
                const double* next = below + k * in_triangle();
                vector* by_next = by_below + k * in_triangle();
                for (std::size_t j = 0; j < d; ++j) {
                    vector by_a = scales[k * d + j] * t[j];
                    by_diagonals[k * d + j] += share * (1 - by_a * a[j]);
                    const vector factor = -share * a[j];
                    for (std::size_t i = j + 1; i < d; ++i) {
                        by_a += *next++ * t[i];
                        *by_next++ += factor * t[i];
                    }
                    by_means[k * d + j] += share * by_a;
                }
            }
        }
        for (std::size_t i = 0; i < result.size(); ++i) result[i] += loops::sum(in_lanes[i]);
        finish(result);
        return result;
    }

private:
    /// What does not depend on points: the derivatives of the prior, the scales and the sums of diagonals.
    void begin(numbers& result, numbers& scales, numbers& sums) const {
        const std::size_t d = size_;
        const double *const below = &arguments[below_begin()], *const diagonals = &arguments[diagonals_begin()];
        double* const by_below = &result[below_begin()];
        double* const by_diagonals = &result[diagonals_begin()];
        const double squared_gamma = gamma_ * gamma_;
        for (std::size_t k = 0; k < terms_; ++k) {
            for (std::size_t i = 0; i < d; ++i) {
                const double scale = scales[k * d + i] = std::exp(diagonals[k * d + i]);
                sums[k] += diagonals[k * d + i];
                by_diagonals[k * d + i] = degrees_ - squared_gamma * scale * scale;
            }
            for (std::size_t i = k * in_triangle(); i < (k + 1) * in_triangle(); ++i)
                by_below[i] = -squared_gamma * below[i];
        }
    }
    /// The derivatives by alphas of what they are divided by.
    void finish(numbers& result) const {
        const numbers shares =
            by_hand::log_sum_exp(numbers(arguments.begin(), arguments.begin() + static_cast<std::ptrdiff_t>(terms_)))
                .gradient;
        for (std::size_t k = 0; k < terms_; ++k) result[k] -= static_cast<double>(count_) * shares[k];
    }
    std::size_t in_triangle() const { return size_ * (size_ - 1) / 2; }
    std::size_t below_begin() const { return terms_; }
    std::size_t means_begin() const { return below_begin() + terms_ * in_triangle(); }
    std::size_t diagonals_begin() const { return means_begin() + terms_ * size_; }

    std::size_t terms_, size_, count_;
    numbers points_;
    double gamma_, degrees_;
};

} // namespace gradbench::plain

#endif
