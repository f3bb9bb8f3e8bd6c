// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BENCH_FUNCTIONS_K_MEANS_HPP
#define PULLBACK_BENCH_FUNCTIONS_K_MEANS_HPP

#include <pullback.hpp>

namespace functions {

/// Σ over points of the squared distance to the nearest centre, of centres and points by rows.
inline constexpr auto k_means = pullback::function([](const auto& centres, const auto& points) {
    return sum(points, [&](const auto& point) {
        return min(centres, [&](const auto& centre) {
            return sum(point, centre, [](const auto& x, const auto& c) { return square(x - c); });
        });
    });
});

} // namespace functions

#endif
