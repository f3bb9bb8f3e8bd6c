// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_OPTIMISE_IDENTITIES_PRIME_FIELD_HPP
#define PULLBACK_OPTIMISE_IDENTITIES_PRIME_FIELD_HPP

#include <pullback/cpp20.hpp>

#include <cstdint>

namespace pullback::engine::optimise {

/// The integers modulo a prime below 2^32.
template <std::uint64_t Prime>
struct prime_field {
    using number = std::uint64_t;

    static constexpr number sum(number x, number y) { return (x + y) % Prime; }
    static constexpr number difference(number x, number y) { return (x + Prime - y) % Prime; }
    static constexpr number product(number x, number y) { return x * y % Prime; }

    static constexpr number power(number x, number exponent) {
        number result = 1;
        for (; exponent != 0; exponent /= 2) {
            if (exponent % 2 != 0) result = result * x % Prime;
            x = x * x % Prime;
        }
        return result;
    }

    /// The reciprocal 1 / x, by Euclid's algorithm; 0 for 0.
    static constexpr number reciprocal(number x) {
        std::int64_t a = static_cast<std::int64_t>(Prime), b = static_cast<std::int64_t>(x), u = 0, v = 1;
        while (b != 0) {
            const std::int64_t quotient = a / b, rest = a - quotient * b, w = u - quotient * v;
            a = b;
            b = rest;
            u = v;
            v = w;
        }
        return a != 1 ? 0 : static_cast<number>(u < 0 ? u + static_cast<std::int64_t>(Prime) : u);
    }

    /// The square root of x that is a square itself, where x has one and the prime is 3 modulo 4.
    static constexpr number root(number x) { return power(x, (Prime + 1) / 4); }
};

} // namespace pullback::engine::optimise

#endif
