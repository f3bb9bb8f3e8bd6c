// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_OPTIMISE_IDENTITIES_FINGERPRINT_HPP
#define PULLBACK_OPTIMISE_IDENTITIES_FINGERPRINT_HPP

#include <pullback/optimise/identities/prime_field.hpp>
#include <pullback/program/literal.hpp>
#include <pullback/record/exact_literals.hpp>
#include <pullback/record/recorded.hpp>

#include <cstdint>

namespace pullback::engine::optimise {

/// The value of a formula at two random points, as integers modulo a prime, and its value where it is an exponent, as
/// integers modulo the order of the base.
struct fingerprint {
    static constexpr int points = 2;
    static constexpr std::uint64_t order = 2147483543, prime = 2 * order + 1; // primes, 7 modulo 8: 2 is a square
    using values = prime_field<prime>;
    using exponents = prime_field<order>;
    static constexpr std::uint64_t base = values::power(4, 1540483477); // a square, with no relation to small numbers

    std::uint64_t value[points];
    std::uint64_t exponent[points];

    constexpr bool is_zero() const { return value[0] == 0 && value[1] == 0; }
    constexpr bool has_value_of(const fingerprint& y) const { return value[0] == y.value[0] && value[1] == y.value[1]; }
    constexpr bool has_reciprocal() const {
        return value[0] != 0 && value[1] != 0 && exponent[0] != 0 && exponent[1] != 0;
    }
    constexpr std::uint64_t hash() const { return mix(mix(7, value[0]), value[1]); }

    constexpr fingerprint reciprocal() const {
        fingerprint result{};
        for (int i = 0; i < points; ++i) {
            result.value[i] = values::reciprocal(value[i]);
            result.exponent[i] = exponents::reciprocal(exponent[i]);
        }
        return result;
    }

    friend constexpr fingerprint operator-(const fingerprint& x) {
        fingerprint result{};
        for (int i = 0; i < points; ++i) {
            result.value[i] = values::difference(0, x.value[i]);
            result.exponent[i] = exponents::difference(0, x.exponent[i]);
        }
        return result;
    }
    friend constexpr fingerprint operator+(const fingerprint& x, const fingerprint& y) {
        fingerprint result{};
        for (int i = 0; i < points; ++i) {
            result.value[i] = values::sum(x.value[i], y.value[i]);
            result.exponent[i] = exponents::sum(x.exponent[i], y.exponent[i]);
        }
        return result;
    }
    friend constexpr fingerprint operator*(const fingerprint& x, const fingerprint& y) {
        fingerprint result{};
        for (int i = 0; i < points; ++i) {
            result.value[i] = values::product(x.value[i], y.value[i]);
            result.exponent[i] = exponents::product(x.exponent[i], y.exponent[i]);
        }
        return result;
    }
};

/// The fingerprint of something of which no more is known than that `state` names it.
constexpr fingerprint unknown_fingerprint(std::uint64_t state) {
    fingerprint result{};
    for (int i = 0; i < fingerprint::points; ++i) {
        result.value[i] = (state = mix(state, 11)) % fingerprint::prime;
        result.exponent[i] = (state = mix(state, 13)) % fingerprint::order;
    }
    return result;
}

constexpr fingerprint fingerprint_of_integer(std::uint64_t n) {
    fingerprint result{};
    for (int i = 0; i < fingerprint::points; ++i) {
        result.value[i] = n % fingerprint::prime;
        result.exponent[i] = n % fingerprint::order;
    }
    return result;
}

constexpr fingerprint fingerprint_of_root_of_two() {
    fingerprint result{};
    for (int i = 0; i < fingerprint::points; ++i) {
        result.value[i] = fingerprint::values::root(2);
        result.exponent[i] = fingerprint::exponents::root(2);
    }
    return result;
}

/// Whether the root of a literal is √2 times a power of 2, whose exponent is `exponent` then.
constexpr bool has_root_of_two(literal value, int& exponent) {
    if (!(value > 0) || !record::is_moderate(value)) return false;
    exponent = 0;
    for (; value < 2; --exponent) value *= 4;
    for (; value > 2; ++exponent) value /= 4;
    return value == 2;
}

/// A number times a power of 2. It takes as few steps as can be, as a program may have many literals.
constexpr fingerprint scaled_by_two(fingerprint x, int exponent) {
    constexpr fingerprint two = fingerprint_of_integer(2), half = two.reciprocal();
    fingerprint power = exponent < 0 ? half : two;
    for (int left = exponent < 0 ? -exponent : exponent; left != 0; left /= 2) {
        if (left % 2 != 0) x = x * power;
        power = power * power;
    }
    return x;
}

/// A literal is the fraction that it is, but √2 and its products with powers of 2 stand for the irrational number, to
/// within the rounding of the type that most constants have which people write. Where a program has several such
/// literals, which differ, that holds for the first: `root` is what it is between 1 and 2, or 0 before there is one.
constexpr fingerprint fingerprint_of_literal(literal value, literal& root) {
    constexpr literal root_of_two = 1.41421356237309504880168872420969807857L;
    constexpr fingerprint shift = fingerprint_of_integer(std::uint64_t{1} << 31);
    literal magnitude = value < 0 ? -value : value;
    if (magnitude == 0) return {};
    if (!record::is_moderate(magnitude)) return unknown_fingerprint(hash_of(value));
    int exponent = 0; // of 2
    for (; magnitude < 1; --exponent) magnitude *= 2;
    for (; magnitude >= 2; ++exponent) magnitude /= 2;
    fingerprint result{};
    const literal error = magnitude - root_of_two;
    if (error < 0x1p-52L && error > -0x1p-52L && (root == 0 || root == magnitude)) {
        root = magnitude;
        result = fingerprint_of_root_of_two();
    } else {
        for (bool is_first = true; magnitude != 0; is_first = false) {
            const auto part = static_cast<std::uint64_t>(magnitude);
            result = result * shift + fingerprint_of_integer(part);
            magnitude = (magnitude - static_cast<literal>(part)) * 0x1p31L;
            if (!is_first) exponent -= 31;
        }
    }
    result = scaled_by_two(result, exponent);
    return value < 0 ? -result : result;
}

} // namespace pullback::engine::optimise

#endif
