// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BENCH_BY_HAND_K_MEANS_HPP
#define PULLBACK_BENCH_BY_HAND_K_MEANS_HPP

#include "../loops/vectors.hpp"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <utility>
#include <vector>

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

/// The same of a point in each lane, whose coordinates lie side by side: `act(i, nearest, least)` for each of the
/// points.
template <class Act>
void for_nearest_in_lanes(const double* points, std::size_t point_count, const double* centres, std::size_t count,
                          std::size_t size, Act act) {
    using loops::vector, loops::width;
    std::vector<vector> transposed(size);
    for (std::size_t i = 0; i < point_count; i += width) {
        const std::size_t used = std::min(width, point_count - i);
        for (std::size_t j = 0; j < size; ++j)
            for (std::size_t lane = 0; lane < width; ++lane)
                transposed[j][lane] = points[(i + std::min(lane, used - 1)) * size + j];
        vector least = vector{} + std::numeric_limits<double>::infinity(), nearest{};
        for (std::size_t k = 0; k < count; ++k) {
            const double* const c = centres + k * size;
            vector even{}, odd{}; // so that a sum does not wait for the one before
            std::size_t j = 0;
            for (; j + 1 < size; j += 2) {
                const vector a = transposed[j] - c[j], b = transposed[j + 1] - c[j + 1];
                even += a * a;
                odd += b * b;
            }
            if (j < size) even += (transposed[j] - c[j]) * (transposed[j] - c[j]);
            const vector distance = even + odd;
            nearest = distance < least ? vector{} + static_cast<double>(k) : nearest;
            least = distance < least ? distance : least;
        }
        for (std::size_t lane = 0; lane < used; ++lane)
            act(i + lane, static_cast<std::size_t>(nearest[lane]), least[lane]);
    }
}

} // namespace by_hand

#endif
