// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_PRINT_WIDE_INTEGER_HPP
#define PULLBACK_PRINT_WIDE_INTEGER_HPP

#include <pullback/print/big_integer.hpp>

#include <cstdint>

namespace pullback::detail {

#if defined(__SIZEOF_INT128__)

/// A whole number below 2^127, used as `big_integer` is: the compiler is many times quicker with it.
class wide_integer {
public:
    constexpr explicit wide_integer(std::uint64_t value) : value_(value) {}

    constexpr void multiply(std::uint32_t factor) { value_ *= factor; }
    constexpr void multiply_by_power_of_ten(int exponent) {
        for (; exponent > 0; --exponent) value_ *= 10;
    }
    constexpr void shift_left(int bits) { value_ <<= bits; }
    constexpr int take_quotient(const wide_integer& divisor) {
        const int quotient = static_cast<int>(value_ / divisor.value_);
        value_ %= divisor.value_;
        return quotient;
    }

    friend constexpr int compare_sum(const wide_integer& a, const wide_integer& b, const wide_integer& c) {
        const number sum = a.value_ + b.value_;
        return sum < c.value_ ? -1 : sum > c.value_ ? 1 : 0;
    }
    friend constexpr int compare(const wide_integer& a, const wide_integer& b) {
        return a.value_ < b.value_ ? -1 : a.value_ > b.value_ ? 1 : 0;
    }

private:
    __extension__ typedef unsigned __int128 number;
    number value_;
};

#else

// Compilers for processors of 32 bits have no integer of 128.
using wide_integer = big_integer<4>;

#endif

} // namespace pullback::detail

#endif
