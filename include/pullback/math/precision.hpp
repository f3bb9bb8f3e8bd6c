// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_MATH_PRECISION_HPP
#define PULLBACK_MATH_PRECISION_HPP

#include <pullback/cpp20.hpp>

#include <limits>

namespace pullback::math {

/// Bits that the significand of a `T` needs, rounded up where `std::numeric_limits` counts digits of another radix
/// (decimal multiprecision); those of an element where `T` is a batch of numbers; the most there is where every result
/// is exact (fractions). 0 where nothing is known.
template <class T>
consteval int significand_bits() {
    using limits = std::numeric_limits<T>;
    constexpr int most = std::numeric_limits<int>::max();
    if constexpr (limits::is_specialized) {
        if (limits::is_exact && !limits::is_integer) return most;
        if (limits::radix == 10) {
            const long long bits = (limits::digits * 3322LL + 999) / 1000; // log2 of 10 is 3.32193
            return bits < most ? static_cast<int>(bits) : most;
        }
        int bits_of_digit = 1;
        while (bits_of_digit < 31 && 1LL << bits_of_digit < limits::radix) ++bits_of_digit;
        return limits::digits < most / bits_of_digit ? limits::digits * bits_of_digit : most;
    } else if constexpr (requires { typename T::value_type; }) {
        return significand_bits<typename T::value_type>();
    } else {
        return 0;
    }
}

} // namespace pullback::math

#endif
