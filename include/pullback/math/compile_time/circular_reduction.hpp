// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_MATH_COMPILE_TIME_CIRCULAR_REDUCTION_HPP
#define PULLBACK_MATH_COMPILE_TIME_CIRCULAR_REDUCTION_HPP

#include <pullback/math/compile_time/floating_point.hpp>
#include <pullback/math/compile_time/word_pair.hpp>

#include <cstdint>

namespace pullback::math::compile_time {

/// The bits of 2 / pi after the binary point, 32 to an entry: enough for every double and for a long double
/// below 2^1281.
inline constexpr int two_over_pi_size = 48;
inline constexpr std::uint32_t two_over_pi[two_over_pi_size] = {
    0xa2f9836eU, 0x4e441529U, 0xfc2757d1U, 0xf534ddc0U, 0xdb629599U, 0x3c439041U, 0xfe5163abU, 0xdebbc561U,
    0xb7246e3aU, 0x424dd2e0U, 0x06492eeaU, 0x09d1921cU, 0xfe1deb1cU, 0xb129a73eU, 0xe88235f5U, 0x2ebb4484U,
    0xe99c7026U, 0xb45f7e41U, 0x3991d639U, 0x835339f4U, 0x9c845f8bU, 0xbdf9283bU, 0x1ff897ffU, 0xde05980fU,
    0xef2f118bU, 0x5a0a6d1fU, 0x6d367ecfU, 0x27cb09b7U, 0x4f463f66U, 0x9e5fea2dU, 0x7527bac7U, 0xebe5f17bU,
    0x3d0739f7U, 0x8a5292eaU, 0x6bfb5fb1U, 0x1f8d5d08U, 0x56033046U, 0xfc7b6babU, 0xf0cfbc20U, 0x9af4361dU,
    0xa9e39161U, 0x5ee61b08U, 0x6599855fU, 0x14a06840U, 0x8dffd880U, 0x4d732731U, 0x06061556U, 0xca73a8c9U,
};

/// An argument less its nearest multiple of pi / 2; `quadrant` counts those modulo 4.
template <Word T>
struct reduced_angle {
    word_pair<T> rest;
    unsigned quadrant;
};

/// Payne and Hanek, "Radian reduction for trigonometric functions", 1983: multiplies the significand of x by
/// the window of 2 / pi that matters modulo 4, in integers and hence exactly. The window keeps 159 bits
/// behind the binary point; the closest approach of a number to a multiple of pi / 2 costs at most 70 of
/// them.
template <Word T>
constexpr reduced_angle<T> reduce_angle(T x) noexcept {
    constexpr int window = 8;
    const decomposed<T> parts = decompose(x);
    constexpr T top_bit = static_cast<T>(std::uint64_t{1} << 63U);
    const auto significand = static_cast<std::uint64_t>(parts.fraction * top_bit);
    const int skip = parts.exponent < 65 ? 0 : (parts.exponent - 65) / 32;
    // Reading beyond the table is no constant expression: loud, where wrong digits would be silent.
    const std::uint32_t* bits = two_over_pi + skip;
    std::uint32_t product[window + 3] = {};
    for (int i = 0; i < 2; ++i) {
        const std::uint64_t factor = (significand >> (32 * i)) & 0xffffffffU;
        std::uint64_t carry = 0;
        for (int j = 0; j < window; ++j) {
            carry += factor * bits[window - 1 - j] + product[i + j];
            product[i + j] = static_cast<std::uint32_t>(carry);
            carry >>= 32U;
        }
        product[i + window] = static_cast<std::uint32_t>(carry);
    }
    // The binary point is `point` bits from the right; shift it to two bits from the left.
    const int point = 32 * (skip + window) + 63 - parts.exponent;
    const int left = 32 * (window + 3) - 2 - point;
    const int top = window + 2 - left / 32;
    const int within = left % 32;
    const auto word = [&product, top, within](int k) {
        const std::uint64_t upper_half = product[top - k];
        const std::uint64_t pair = (upper_half << 32U) | product[top - k - 1];
        return static_cast<std::uint32_t>((pair << within) >> 32U);
    };
    const std::uint32_t first = word(0);
    const bool upper = (first & 0x20000000U) != 0U;
    const unsigned quadrant = ((first >> 30U) + (upper ? 1U : 0U)) & 3U;
    // The upper half of a quadrant belongs to the next one, with the complement as a negative rest.
    const std::uint32_t flip = upper ? 0xffffffffU : 0U;
    constexpr int words = 6;
    word_pair<T> sum{0, 0};
    T weight = power_of_two<T>(-30 - 32 * (words - 1));
    for (int k = words - 1; k >= 0; --k) {
        const std::uint32_t value = k == 0 ? (first ^ flip) & 0x3fffffffU : word(k) ^ flip;
        const word_pair<T> next = exact_sum(static_cast<T>(value) * weight, sum.high);
        sum = ordered_sum(next.high, next.low + sum.low);
        weight *= static_cast<T>(std::uint64_t{1} << 32U);
    }
    const word_pair<T> rest = sum * half_pi<T>;
    // sin and cos of a negative angle go through the mirrored quadrant.
    if (x < 0) return {upper ? rest : -rest, (4U - quadrant) & 3U};
    return {upper ? -rest : rest, quadrant};
}

} // namespace pullback::math::compile_time

#endif
