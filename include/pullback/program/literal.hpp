// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_PROGRAM_LITERAL_HPP
#define PULLBACK_PROGRAM_LITERAL_HPP

#include <pullback/cpp20.hpp>

#include <bit>
#include <cstdint>
#include <limits>

namespace pullback::engine {

/// A number written in a program. It has the widest built-in type, so that every literal of the built-in types, and
/// every integer of 64 bits, is kept exactly; it is converted once, to the scalar type the program is evaluated in.
using literal = long double;

constexpr std::uint64_t mix(std::uint64_t state, std::uint64_t word) noexcept {
    state = (state ^ word) * 0x9e3779b97f4a7c15u;
    return state ^ (state >> 29);
}

constexpr std::uint64_t hash_of(const char* text) noexcept {
    std::uint64_t state = 0xcbf29ce484222325u;
    for (; *text != '\0'; ++text) state = mix(state, static_cast<unsigned char>(*text));
    return state;
}

constexpr bool is_negative(literal value) noexcept {
    // The narrow type keeps the sign, of zero too, and unlike the wide one has no padding bits.
    constexpr literal largest = 1e300L;
    if (value > largest || value < -largest) return value < 0;
    return (std::bit_cast<std::uint64_t>(static_cast<decltype(1.)>(value)) >> 63) != 0;
}

// This compares, because an infinity less itself is no constant expression.
constexpr bool is_finite(literal value) noexcept {
    constexpr literal largest = std::numeric_limits<literal>::max();
    return value <= largest && value >= -largest;
}

// The hash takes every digit of the value, wherever it lies in the range, because types tell programs apart by hashes
// alone. Whoever finds a literal by its hash compares with `same_literal`.
constexpr std::uint64_t hash_of(literal value) noexcept {
    const literal magnitude = value < 0 ? -value : value;
    if (magnitude > 1e300L) {
        const literal scaled = value * 0x1p-1000L;
        return scaled == value ? (value > 0 ? 1 : 2) : mix(5, hash_of(scaled)); // an infinity stays what it is
    }
    if (magnitude < 1e-290L && magnitude != 0) return mix(7, hash_of(value * 0x1p1000L));
    const auto narrow = static_cast<decltype(1.)>(value);
    const auto bits = std::bit_cast<std::uint64_t>(narrow);
    if ((bits >> 52 & 0x7ff) == 0x7ff) return 4;             // with -ffast-math no comparison tells a NaN
    const std::uint64_t state = mix(3, bits ^ (bits >> 32)); // the numbers people write differ in the upper bits only
    const literal rest = value - static_cast<literal>(narrow);
    return rest == 0 ? state : mix(state, hash_of(rest));
}

constexpr bool same_literal(literal a, literal b) noexcept {
    return (a == b && (a != 0 || is_negative(a) == is_negative(b))) || (a != a && b != b);
}

} // namespace pullback::engine

#endif
