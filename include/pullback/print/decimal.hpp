// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_PRINT_DECIMAL_HPP
#define PULLBACK_PRINT_DECIMAL_HPP

#include <pullback/print/big_integer.hpp>
#include <pullback/print/wide_integer.hpp>
#include <pullback/program/literal.hpp>
#include <pullback/program/operation.hpp>
#include <pullback/record/recorder.hpp>

#include <cstdint>
#include <initializer_list>
#include <limits>

namespace pullback::detail {

/// A number in decimal digits: ± 0.d₁d₂d₃… × 10^exponent.
struct decimal_digits {
    char digits[24] = {};
    int count = 0; // 0 for zero
    int exponent = 0;
    bool is_negative = false;
    bool is_infinite = false;
    bool is_nan = false;
};

/// A floating-point format: what a decimal must read back as.
struct number_format {
    int precision;         // bits of the significand
    int smallest_exponent; // of two, of the unit in the last place
    engine::literal largest;
};

template <class T>
inline constexpr number_format format_of{std::numeric_limits<T>::digits,
                                         std::numeric_limits<T>::min_exponent - std::numeric_limits<T>::digits,
                                         static_cast<engine::literal>(std::numeric_limits<T>::max())};

/// significand × 2^exponent
struct binary_parts {
    std::uint64_t significand;
    int exponent;
};

// Precondition: value > 0 and a number of the format.
constexpr binary_parts to_binary(engine::literal value, const number_format& format) {
    constexpr int largest_step = std::numeric_limits<engine::literal>::max_exponent / 2;
    engine::literal powers[16] = {2}; // 2^(2^i)
    int count = 1;
    for (; 1 << count <= largest_step; ++count) powers[count] = powers[count - 1] * powers[count - 1];
    const engine::literal middle = static_cast<engine::literal>(std::uint64_t{1} << (format.precision - 1));
    int exponent = 0;
    for (int i = count; i-- > 0;) {
        const int step = 1 << i;
        while (value / powers[i] >= middle) {
            value /= powers[i];
            exponent += step;
        }
        while (value < middle && value * powers[i] < 2 * middle && exponent - step >= format.smallest_exponent) {
            value *= powers[i];
            exponent -= step;
        }
    }
    return {static_cast<std::uint64_t>(value), exponent};
}

// The shortest digits that identify a number among its neighbours: Steele and White, "How to print
// floating-point numbers accurately" (1990), in the form of Burger and Dybvig (1996). The number is `rest /
// unit`; half the distance to its neighbours is `below / unit` and `above / unit`, which differ where the
// number is a power of two.
template <class Integer>
constexpr void shortest_digits(const binary_parts& value, const number_format& format, decimal_digits& result) {
    const bool is_even = value.significand % 2 == 0;
    const bool is_power_of_two =
        value.significand == std::uint64_t{1} << (format.precision - 1) && value.exponent > format.smallest_exponent;
    const int up = value.exponent > 0 ? value.exponent : 0, down = up - value.exponent;
    Integer rest(value.significand), unit(1), below(1), above(is_power_of_two ? 2 : 1);
    rest.shift_left(up + (is_power_of_two ? 2 : 1));
    unit.shift_left(down + (is_power_of_two ? 2 : 1));
    below.shift_left(up);
    above.shift_left(up);

    int bits = 0;
    while (bits < 64 && value.significand >> bits != 0) ++bits;
    const engine::literal logarithm = 0.30102999566398119521L * static_cast<engine::literal>(value.exponent + bits - 1);
    int exponent = static_cast<int>(logarithm) + (logarithm > 0 ? 1 : 0); // of ten: right, or one too small
    unit.multiply_by_power_of_ten(exponent);
    for (Integer* number : {&rest, &below, &above}) number->multiply_by_power_of_ten(-exponent);

    const auto reaches_next = [&] { return compare_sum(rest, above, unit) >= (is_even ? 0 : 1); };
    if (reaches_next()) ++exponent;
    else
        for (Integer* number : {&rest, &below, &above}) number->multiply(10);
    result.exponent = exponent;
    for (;;) {
        const int digit = rest.take_quotient(unit);
        const bool is_low = compare(rest, below) <= (is_even ? 0 : -1), is_high = reaches_next();
        const bool round_up = is_high && (!is_low || compare_sum(rest, rest, unit) >= 0);
        result.digits[result.count++] = static_cast<char>('0' + digit + (round_up ? 1 : 0));
        if (is_low || is_high) break;
        for (Integer* number : {&rest, &below, &above}) number->multiply(10);
    }
}

/// The fewest digits that read back as `value` in this format; `value` is a number of the format.
constexpr decimal_digits to_decimal(engine::literal value, const number_format& format) {
    decimal_digits result;
    if (value != value) {
        result.is_nan = true;
        return result;
    }
    result.is_negative = engine::is_negative(value); // of a zero too
    if (result.is_negative) value = -value;
    if (value > format.largest) {
        result.is_infinite = true;
        return result;
    }
    if (value == 0) return result;
    if (value < 1e9L && value == static_cast<engine::literal>(static_cast<int>(value))) {
        int whole = static_cast<int>(value);
        char reversed[12] = {};
        int size = 0;
        for (; whole != 0; whole /= 10) reversed[size++] = static_cast<char>('0' + whole % 10);
        for (int i = 0; i < size; ++i) result.digits[i] = reversed[size - 1 - i];
        result.exponent = result.count = size;
    } else {
        const binary_parts parts = to_binary(value, format);
        if (parts.exponent >= -112 && parts.exponent <= 56) shortest_digits<wide_integer>(parts, format, result);
        else if (parts.exponent >= -1100 && parts.exponent <= 1100)
            shortest_digits<big_integer<48>>(parts, format, result);
        else shortest_digits<big_integer<528>>(parts, format, result);
    }
    while (result.count > 0 && result.digits[result.count - 1] == '0') --result.count;
    return result;
}

/// `value` as a `T` (`float`, `double`), by the digits that identify it there.
template <class T>
constexpr decimal_digits to_decimal_as(engine::literal value) {
    constexpr engine::literal largest = format_of<T>.largest;
    const bool fits = value >= -largest && value <= largest;
    return to_decimal(fits ? static_cast<engine::literal>(static_cast<T>(value)) : value, format_of<T>);
}

/// Digits for reading: a number that is a `double` by those that identify it among doubles, so 0.1 is 0.1.
constexpr decimal_digits to_decimal(engine::literal value) {
    constexpr engine::literal largest = format_of<double>.largest;
    if constexpr (std::numeric_limits<engine::literal>::digits <= 64) {
        const bool fits = value >= -largest && value <= largest;
        if (!fits || static_cast<engine::literal>(static_cast<double>(value)) != value)
            return to_decimal(value, format_of<engine::literal>);
    }
    return to_decimal_as<double>(value);
}

} // namespace pullback::detail

#endif
