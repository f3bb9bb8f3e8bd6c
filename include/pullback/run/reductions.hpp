// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_RUN_REDUCTIONS_HPP
#define PULLBACK_RUN_REDUCTIONS_HPP

#include <pullback/always_inline.hpp>
#include <pullback/functions/arithmetic.hpp>
#include <pullback/program/loops.hpp>

#include <limits>

// What a reduction over a loop begins with, and how it takes the next number.

namespace pullback::engine::run {

template <class T>
constexpr T first_value(loop_step step) {
    switch (step) {
        case loop_step::scatter:
        case loop_step::sum: return T(0);
        case loop_step::product: return T(1);
        case loop_step::maximum:
        case loop_step::place_of_maximum: return -std::numeric_limits<T>::infinity();
        default: return std::numeric_limits<T>::infinity();
    }
}

template <loop_step Step, class T>
PULLBACK_ALWAYS_INLINE constexpr T joined(const T& x, const T& y) {
    // The row `add` is not called, with which clang would fuse a product and its sum: each sum waits for the one
    // before, and a fused operation takes longer than a sum.
    if constexpr (Step == loop_step::sum || Step == loop_step::scatter) return x + y;
    else if constexpr (Step == loop_step::product) return x * y;
    else if constexpr (Step == loop_step::maximum) return y > x ? y : x;
    else return y < x ? y : x;
}

/// The same for numbers of an array, of which each turn has another: no sum waits for the one before.
template <loop_step Step, class T>
PULLBACK_ALWAYS_INLINE constexpr T joined_in_array(const T& x, const T& y) {
    if constexpr (Step == loop_step::sum || Step == loop_step::scatter) return functions::add::value(x, y);
    else return run::joined<Step>(x, y);
}

/// The first NaN is taken for the best, as the result of max(x, y) is NaN where an operand is.
template <loop_step Step, class T>
PULLBACK_ALWAYS_INLINE constexpr bool is_better_than(const T& body, const T& best) {
    const bool is_worse = Step == loop_step::place_of_maximum ? body <= best : body >= best;
    return !is_worse && best == best;
}

} // namespace pullback::engine::run

#endif
