// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BENCH_BY_HAND_LOG_SUM_EXP_HPP
#define PULLBACK_BENCH_BY_HAND_LOG_SUM_EXP_HPP

#include "../loops/vectors.hpp"
#include "value_and_gradient.hpp"

#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

/// log Σ exp xᵢ, shifted by the largest, with its gradient.
namespace by_hand {

[[gnu::noinline]] inline value_and_gradient log_sum_exp(const std::vector<double>& x) {
    std::vector<double> gradient(x.size());
    double largest = -std::numeric_limits<double>::infinity();
    for (const double each : x) largest = each > largest ? each : largest;
    double sum = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        gradient[i] = std::exp(x[i] - largest);
        sum += gradient[i];
    }
    const double inverse = 1 / sum;
    for (std::size_t i = 0; i < x.size(); ++i) gradient[i] *= inverse;
    return {largest + std::log(sum), gradient};
}

[[gnu::noinline]] inline value_and_gradient log_sum_exp_in_lanes(const std::vector<double>& x) {
    using loops::vector, loops::width;
    std::vector<double> gradient(x.size());
    const std::size_t whole = x.size() / width * width;
    vector most = vector{} - std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < whole; i += width) {
        const vector each = loops::load(&x[i]);
        most = each > most ? each : most;
    }
    double largest = most[0];
    for (std::size_t i = 1; i < width; ++i) largest = most[i] > largest ? most[i] : largest;
    for (std::size_t i = whole; i < x.size(); ++i) largest = x[i] > largest ? x[i] : largest;
    vector sums{};
    for (std::size_t i = 0; i < whole; i += width) {
        const vector each = loops::exp(loops::load(&x[i]) - largest);
        loops::store(&gradient[i], each);
        sums += each;
    }
    double sum = loops::sum(sums);
    for (std::size_t i = whole; i < x.size(); ++i) sum += gradient[i] = std::exp(x[i] - largest);
    const double inverse = 1 / sum;
    for (double& each : gradient) each *= inverse;
    return {largest + std::log(sum), gradient};
}

} // namespace by_hand

#endif
