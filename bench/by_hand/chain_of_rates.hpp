// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BENCH_BY_HAND_CHAIN_OF_RATES_HPP
#define PULLBACK_BENCH_BY_HAND_CHAIN_OF_RATES_HPP

#include "value_and_gradient.hpp"

#include <cstddef>
#include <vector>

/// The last component of functions::chain_of_rates, with its gradient.
namespace by_hand {

// The states are kept, the slopes are computed again.
[[gnu::noinline]] inline value_and_gradient chain_of_rates(const std::vector<double>& x, int steps, double time) {
    const std::size_t n = x.size(), count = static_cast<std::size_t>(steps);
    const double h = time / steps;
    std::vector<double> states((count + 1) * n), k1(n), k2(n), k3(n), k4(n);
    const auto slope = [&](const double* y, const double* k, double by, double* out) {
        out[0] = x[0];
        for (std::size_t i = 1; i < n; ++i) out[i] = x[i] * (y[i - 1] + by * k[i - 1]);
    };
    for (std::size_t t = 0; t < count; ++t) {
        const double* const y = &states[t * n];
        double* const next = &states[(t + 1) * n];
        slope(y, y, 0, k1.data());
        slope(y, k1.data(), h / 2, k2.data());
        slope(y, k2.data(), h / 2, k3.data());
        slope(y, k3.data(), h, k4.data());
        for (std::size_t i = 0; i < n; ++i) next[i] = y[i] + h / 6 * (k1[i] + 2 * (k2[i] + k3[i]) + k4[i]);
    }
    std::vector<double> gradient(n), adjoint(n), before(n), b1(n), b2(n), b3(n), b4(n);
    adjoint[n - 1] = 1;
    // What the adjoints of the slopes at y + by k add to those of x, y and k.
    const auto pull_back = [&](const double* y, const double* k, double by, const double* out, double* of_k) {
        gradient[0] += out[0];
        for (std::size_t i = 1; i < n; ++i) {
            gradient[i] += out[i] * (y[i - 1] + by * k[i - 1]);
            const double of_argument = out[i] * x[i];
            before[i - 1] += of_argument;
            of_k[i - 1] += by * of_argument;
        }
    };
    for (std::size_t t = count; t-- > 0;) {
        const double* const y = &states[t * n];
        slope(y, y, 0, k1.data());
        slope(y, k1.data(), h / 2, k2.data());
        slope(y, k2.data(), h / 2, k3.data());
        for (std::size_t i = 0; i < n; ++i) {
            before[i] = adjoint[i];
            b1[i] = b4[i] = h / 6 * adjoint[i];
            b2[i] = b3[i] = h / 3 * adjoint[i];
        }
        pull_back(y, k3.data(), h, b4.data(), b3.data());
        pull_back(y, k2.data(), h / 2, b3.data(), b2.data());
        pull_back(y, k1.data(), h / 2, b2.data(), b1.data());
        gradient[0] += b1[0];
        for (std::size_t i = 1; i < n; ++i) {
            gradient[i] += b1[i] * y[i - 1];
            before[i - 1] += b1[i] * x[i];
        }
        adjoint.swap(before);
    }
    return {states[count * n + n - 1], gradient};
}

} // namespace by_hand

#endif
