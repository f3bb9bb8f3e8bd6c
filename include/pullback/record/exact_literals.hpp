// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_RECORD_EXACT_LITERALS_HPP
#define PULLBACK_RECORD_EXACT_LITERALS_HPP

#include <pullback/program/literal.hpp>

// Which arithmetic of literals carries no rounding error.

namespace pullback::engine::record {

constexpr bool is_power_of_two(literal value) {
    literal magnitude = value < 0 ? -value : value;
    if (!(magnitude > 0x1p-64L && magnitude < 0x1p64L)) return false;
    while (magnitude > 1) magnitude /= 2;
    while (magnitude < 1) magnitude *= 2;
    return magnitude == 1;
}

constexpr bool is_moderate(literal value) {
    const literal magnitude = value < 0 ? -value : value;
    return magnitude > 0x1p-64L && magnitude < 0x1p64L;
}

// Whether x + y, x * y, x / y of moderate literals carries no rounding error: by the error terms of Knuth and of
// Veltkamp and Dekker (Handbook of Floating-Point Arithmetic, 2nd ed., sections 4.3 and 4.4).
constexpr bool is_exact_sum(literal x, literal y, literal sum) {
    const literal y_part = sum - x;
    return x == sum - y_part && y == y_part;
}

constexpr literal upper_half(literal x) {
    constexpr literal splitter = 0x1p32L + 1; // half of the 64 bits of the widest literal; fewer bits split as well
    const literal scaled = splitter * x;
    return scaled - (scaled - x);
}

constexpr bool is_exact_product(literal x, literal y, literal product) {
    const literal x_high = upper_half(x), x_low = x - x_high, y_high = upper_half(y), y_low = y - y_high;
    return x_low * y_low - (((product - x_high * y_high) - x_low * y_high) - x_high * y_low) == 0;
}

} // namespace pullback::engine::record

#endif
