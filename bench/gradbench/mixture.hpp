// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BENCH_GRADBENCH_MIXTURE_HPP
#define PULLBACK_BENCH_GRADBENCH_MIXTURE_HPP

#include <cmath>
#include <cstddef>
#include <numbers>

namespace gradbench {

/// What does not depend on the parameters, in the logarithm of the posterior of a mixture of normal distributions.
inline double mixture_constants(std::size_t points, std::size_t terms, std::size_t dimension, double gamma,
                                double degrees) {
    const double d = static_cast<double>(dimension), n = d + degrees + 1;
    double log_gamma = d * (d - 1) / 4 * std::log(std::numbers::pi); // of several variables, at n / 2
    for (std::size_t j = 0; j < dimension; ++j) log_gamma += std::lgamma((n - static_cast<double>(j)) / 2);
    return -static_cast<double>(points) * d / 2 * std::log(2 * std::numbers::pi) +
           static_cast<double>(terms) * (n * d * std::log(gamma / std::numbers::sqrt2) - log_gamma);
}

} // namespace gradbench

#endif
