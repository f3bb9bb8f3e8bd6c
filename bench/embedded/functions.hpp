// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BENCH_EMBEDDED_FUNCTIONS_HPP
#define PULLBACK_BENCH_EMBEDDED_FUNCTIONS_HPP

#include "by_hand.hpp"

#include <array>

/// The functions that are measured, each twice: by pullback and by hand.
namespace measured {

using state = std::array<float, 5>;
using point = std::array<float, 2>;
using estimate = vehicle::estimate<float>;
using moved = pullback::value_with_jacobian<state, std::array<state, 5>>;
using seen = pullback::value_with_jacobian<point, std::array<state, 2>>;

} // namespace measured

extern "C" {

measured::moved move_pullback(const measured::state&);
measured::moved move_hand(const measured::state&);

measured::seen see_pullback(const measured::state&, const measured::point& landmark);
measured::seen see_hand(const measured::state&, const measured::point& landmark);

measured::estimate predict_pullback(const measured::estimate&);
measured::estimate predict_hand(const measured::estimate&);

measured::estimate update_pullback(const measured::estimate&, const measured::point& landmark,
                                   const measured::point& measured);
measured::estimate update_hand(const measured::estimate&, const measured::point& landmark,
                               const measured::point& measured);
}

#endif
