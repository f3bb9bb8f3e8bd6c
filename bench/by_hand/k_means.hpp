// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BENCH_BY_HAND_K_MEANS_HPP
#define PULLBACK_BENCH_BY_HAND_K_MEANS_HPP

#include <cstddef>
#include <limits>
#include <utility>

namespace by_hand {

/// Which of the centres, by rows of `size` numbers, is nearest to x, and the square of its distance.
inline std::pair<std::size_t, double> nearest(const double* x, const double* centres, std::size_t count,
                                              std::size_t size) {
    double least = std::numeric_limits<double>::infinity();
    std::size_t nearest = 0;
    for (std::size_t k = 0; k < count; ++k) {
        const double* const c = centres + k * size;
        double distance = 0;
        for (std::size_t j = 0; j < size; ++j) distance += (x[j] - c[j]) * (x[j] - c[j]);
        if (distance < least) {
            least = distance;
            nearest = k;
        }
    }
    return {nearest, least};
}

} // namespace by_hand

#endif
