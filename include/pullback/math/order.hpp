// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_MATH_ORDER_HPP
#define PULLBACK_MATH_ORDER_HPP

#include <pullback/cpp20.hpp>

namespace pullback::math {

/// The largest order of a derivative that functions take as a number. What they do takes time that grows with it.
inline constexpr int largest_order = 1 << 20;

/// The order that a number says; a fraction is cut off. -1 for what is no order: numbers below 0, larger ones and NaN,
/// which no int may stand for.
template <class T>
constexpr int order_of(const T& n) {
    return n >= T(0) && n <= T(largest_order) ? static_cast<int>(n) : -1;
}

} // namespace pullback::math

#endif
