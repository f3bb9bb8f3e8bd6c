// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BENCH_BY_HAND_CHAIN_OF_RATES_IN_LANES_HPP
#define PULLBACK_BENCH_BY_HAND_CHAIN_OF_RATES_IN_LANES_HPP

#include "../loops/vectors.hpp"
#include "value_and_gradient.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace by_hand {

/// The same as chain_of_rates, with a component in each lane. All slopes of a step are computed in one go from the
/// neighbours of a component: there are zeros on either side of all arrays, and the 1 of y₋₁, so that nothing is asked.
/// The adjoint of the state is written where it is not read any more.
[[gnu::noinline]] inline value_and_gradient chain_of_rates_in_lanes(const std::vector<double>& rates, int steps,
                                                                    double time) {
    using loops::load, loops::store, loops::vector, loops::width;
    constexpr std::size_t border = 8; // as wide as the widest vector, and more than the neighbours that are read
    const std::size_t n = rates.size(), count = static_cast<std::size_t>(steps);
    const std::size_t row = border + (n + width - 1) / width * width + border;
    const double h = time / steps, half = h / 2, sixth = h / 6;
    std::vector<double> padded(row), states((count + 1) * row);
    std::copy(rates.begin(), rates.end(), padded.begin() + border);
    const double* const x = &padded[border];
    for (std::size_t t = 0; t <= count; ++t) states[t * row + border - 1] = 1;
    for (std::size_t t = 0; t < count; ++t) {
        const double* const y = &states[t * row + border];
        double* const next = &states[(t + 1) * row + border];
        for (std::size_t i = 0; i < n; i += width) {
            const double *const xi = x + i, *const yi = y + i;
            const vector x0 = load(xi), x1 = load(xi - 1), x2 = load(xi - 2), x3 = load(xi - 3);
            const vector y1 = load(yi - 1), y2 = load(yi - 2), y3 = load(yi - 3), y4 = load(yi - 4);
            const vector by_half = half * x1, second = y2 + half * x2 * y3,
                         third = y2 + half * x2 * (y3 + half * x3 * y4);
            const vector slopes = y1 + 2 * (y1 + by_half * y2 + (y1 + by_half * second)) + (y1 + h * x1 * third);
            store(next + i, load(yi) + sixth * x0 * slopes);
        }
    }
    std::vector<double> by_rates(row), adjoints(row);
    double *const gradient = &by_rates[border], *const a = &adjoints[border];
    a[n - 1] = 1;
    for (std::size_t t = count; t-- > 0;) {
        const double* const y = &states[t * row + border];
        // What is right of the last whole vector stays as it is: the adjoint of its last component has no neighbour.
        for (std::size_t i = 0; i < n; i += width) {
            const double *const xi = x + i, *const yi = y + i, *const ai = a + i;
            const vector x0 = load(xi), x1 = load(xi - 1), x2 = load(xi - 2);
            const vector y1 = load(yi - 1), y2 = load(yi - 2), y3 = load(yi - 3), y4 = load(yi - 4);
            const vector r1 = load(xi + 1), r2 = load(xi + 2), r3 = load(xi + 3);
            const vector a0 = sixth * load(ai), a1 = sixth * load(ai + 1), a2 = sixth * load(ai + 2),
                         a3 = sixth * load(ai + 3);
            // The adjoints of the slopes, of which those of the right neighbours are made on the way.
            const vector of_third_1 = 2 * a1 + h * r2 * a2, of_third_2 = 2 * a2 + h * r3 * a3;
            const vector of_second_1 = 2 * a1 + half * r2 * of_third_2;
            const vector fourth = a0, third = 2 * a0 + h * r1 * a1, second = 2 * a0 + half * r1 * of_third_1,
                         first = a0 + half * r1 * of_second_1;
            const vector by_half = half * x1, inner = y2 + half * x2 * y3, x3_y4 = half * load(xi - 3) * y4;
            const vector at_second = y1 + by_half * y2, at_third = y1 + by_half * inner,
                         at_fourth = y1 + h * x1 * (y2 + half * x2 * (y3 + x3_y4));
            store(gradient + i,
                  load(gradient + i) + first * y1 + second * at_second + third * at_third + fourth * at_fourth);
            store(a + i - 1, load(ai - 1) + x0 * (first + second + third + fourth));
        }
    }
    return {states[count * row + border + n - 1], {gradient, gradient + n}};
}

} // namespace by_hand

#endif
