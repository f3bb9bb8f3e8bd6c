// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_MATH_COMPILE_TIME_ROUNDING_HPP
#define PULLBACK_MATH_COMPILE_TIME_ROUNDING_HPP

#include <pullback/math/compile_time/floating_point.hpp>
#include <pullback/math/compile_time/word_pair.hpp>

#include <cstdint>
#include <limits>

namespace pullback::math::compile_time {

template <Word T>
constexpr T trunc(T x) noexcept {
    // From here on every number is whole; NaN and infinities fail the test as well.
    constexpr T whole_from = 1 / epsilon<T>;
    if (!(x > -whole_from && x < whole_from)) return x;
    return with_sign(magnitude(static_cast<T>(static_cast<std::int64_t>(x))), x);
}

template <Word T>
constexpr T floor(T x) noexcept {
    const T whole = trunc(x);
    return whole > x ? whole - 1 : whole;
}

template <Word T>
constexpr T ceil(T x) noexcept {
    const T whole = trunc(x);
    return whole < x ? with_sign(whole + 1, x) : whole;
}

/// Halfway cases away from zero. The difference is exact, where adding one half first would not be.
template <Word T>
constexpr T round(T x) noexcept {
    if (is_nan(x) || is_infinite(x)) return x;
    const T whole = trunc(x);
    const T rest = x - whole;
    if (rest >= T(0.5)) return whole + 1;
    if (rest <= T(-0.5)) return whole - 1;
    return whole;
}

/// Exact remainder: long division of the fractions, as many quotient bits at a time as keep each step exact.
template <Word T>
constexpr T fmod(T x, T y) noexcept {
    if constexpr (NarrowWord<T>) {
        using wide = wider_t<T>;
        return narrowed<T>(fmod(static_cast<wide>(x), static_cast<wide>(y)));
    } else {
        if (is_nan(x) || is_nan(y) || is_infinite(x) || y == 0) return not_a_number<T>;
        const T size = magnitude(x);
        const T modulus = magnitude(y);
        if (size < modulus) return x;
        const decomposed<T> dividend = decompose(size);
        const decomposed<T> divisor = decompose(modulus);
        constexpr int most_bits = digits<T> / 2;
        T rest = dividend.fraction;
        int difference = dividend.exponent - divisor.exponent;
        if (rest >= divisor.fraction) rest -= divisor.fraction;
        while (difference > 0 && rest != 0) {
            const int bits = difference < most_bits ? difference : most_bits;
            rest *= power_of_two<T>(bits);
            const word_pair<T> taken = exact_product(trunc(rest / divisor.fraction), divisor.fraction);
            rest = (rest - taken.high) - taken.low;
            // The quotient was rounded and may be one off.
            if (rest < 0) rest += divisor.fraction;
            if (rest >= divisor.fraction) rest -= divisor.fraction;
            difference -= bits;
        }
        if (rest == 0) return with_sign(T(0), x);
        const decomposed<T> normal = decompose(rest);
        return with_sign(scale(normal.fraction, normal.exponent + divisor.exponent), x);
    }
}

/// a + b rounded to odd: inexact sums get an odd last bit, so that rounding them again is harmless
/// (Boldo and Melquiond, "Emulation of FMA and correctly rounded sums", 2008).
template <Word T>
constexpr T odd_sum(T a, T b) noexcept {
    const word_pair<T> sum = exact_sum(a, b);
    if (sum.low == 0) return sum.high;
    const decomposed<T> parts = decompose(sum.high);
    const T scaled = parts.fraction / epsilon<T>;
    if (static_cast<std::uint64_t>(scaled) % 2 == 1) return sum.high;
    // Even: the neighbour towards the exact sum is the odd one.
    T quantum = power_of_two<T>(parts.exponent) * epsilon<T>;
    const bool inward = (sum.low < 0) == (sum.high > 0);
    if (inward && parts.fraction == 1) quantum /= 2;
    return sum.low > 0 ? sum.high + quantum : sum.high - quantum;
}

/// Correctly rounded a * b + c. The factors are brought near 1 and c follows; a result that lands among the
/// subnormals is rounded at their place by way of a large addend.
template <Word T>
constexpr T fma(T a, T b, T c) noexcept {
    if (is_nan(a) || is_nan(b) || is_nan(c)) return not_a_number<T>;
    if (is_infinite(a) || is_infinite(b)) {
        if (a == 0 || b == 0) return not_a_number<T>;
        const T product = is_negative(a) == is_negative(b) ? infinity<T> : -infinity<T>;
        return is_infinite(c) && c != product ? not_a_number<T> : product;
    }
    if (is_infinite(c)) return c;
    if (a == 0 || b == 0) {
        const T product = is_negative(a) == is_negative(b) ? T(0) : -T(0);
        return product + c;
    }
    const decomposed<T> first = decompose(a);
    const decomposed<T> second = decompose(b);
    const int exponent = first.exponent + second.exponent;
    const T factor = is_negative(a) == is_negative(b) ? first.fraction : -first.fraction;
    word_pair<T> product = exact_product(factor, second.fraction);
    T addend = 0;
    int shift = exponent;
    if (c != 0) {
        const decomposed<T> third = decompose(c);
        // Farther apart than this only the sign of the smaller operand matters.
        constexpr int far = 2 * digits<T> + 4;
        const int apart = third.exponent - exponent;
        if (apart > far) {
            shift = third.exponent;
            product = {factor > 0 ? power_of_two<T>(-far) : -power_of_two<T>(-far), 0};
            addend = with_sign(third.fraction, c);
        } else {
            addend = with_sign(third.fraction, c) * power_of_two<T>(apart < -far ? -far : apart);
        }
    }
    const word_pair<T> low = exact_sum(addend, product.low);
    const word_pair<T> high = exact_sum(product.high, low.high);
    const T sum = high.high + odd_sum(high.low, low.low);
    if (sum == 0) return 0;
    const decomposed<T> parts = decompose(sum);
    const int result_exponent = parts.exponent + shift;
    constexpr int least = std::numeric_limits<T>::min_exponent - 1;
    if (result_exponent >= least) return with_sign(scale(parts.fraction, result_exponent), sum);
    // The last bit there is has the weight 2^quantum on the scale of the sum.
    const int quantum = least - digits<T> + 1 - shift;
    if (quantum > parts.exponent + 2) return with_sign(T(0), sum);
    const T large = with_sign(power_of_two<T>(quantum + digits<T> - 1), sum);
    const word_pair<T> aligned = exact_sum(large, high.high);
    const word_pair<T> rest = exact_sum(aligned.low, high.low);
    const T place = aligned.high + odd_sum(rest.high, odd_sum(rest.low, low.low));
    const T result = place - large;
    if (result == 0) return with_sign(T(0), sum);
    const decomposed<T> last = decompose(result);
    return with_sign(scale(last.fraction, last.exponent + shift), sum);
}

} // namespace pullback::math::compile_time

#endif
