// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_MATH_COMPILE_TIME_WORD_PAIR_HPP
#define PULLBACK_MATH_COMPILE_TIME_WORD_PAIR_HPP

#include <pullback/math/compile_time/floating_point.hpp>

#include <cstdint>

/// Arithmetic on unevaluated sums high + low with about twice the precision of T, so that a function can be
/// computed with far less error than one rounding and be rounded once. Algorithms: Dekker 1971, Knuth TAOCP
/// 4.2.2, Joldes, Muller, Popescu, "Tight and rigorous error bounds for double-word arithmetic", 2017. These
/// rely on every operation being rounded by itself: do not contract them to fused operations when they are
/// called at run time (constant evaluation never does).
namespace pullback::math::compile_time {

template <Word T>
struct word_pair {
    T high;
    T low;
};

/// a + b exactly, for |a| >= |b| or a == 0.
template <Word T>
constexpr word_pair<T> ordered_sum(T a, T b) noexcept {
    const T sum = a + b;
    return {sum, b - (sum - a)};
}

/// a + b exactly.
template <Word T>
constexpr word_pair<T> exact_sum(T a, T b) noexcept {
    const T sum = a + b;
    const T shared = sum - a;
    return {sum, (a - (sum - shared)) + (b - shared)};
}

/// a * b exactly, unless a part under- or overflows.
template <Word T>
constexpr word_pair<T> exact_product(T a, T b) noexcept {
    // Splits both factors at half the significand (Veltkamp).
    constexpr T splitter = static_cast<T>((std::uint64_t{1} << ((digits<T> + 1) / 2)) + 1U);
    const T product = a * b;
    const T a_scaled = a * splitter;
    const T b_scaled = b * splitter;
    const T a_high = a_scaled - (a_scaled - a);
    const T b_high = b_scaled - (b_scaled - b);
    const T a_low = a - a_high;
    const T b_low = b - b_high;
    return {product, ((a_high * b_high - product) + a_high * b_low + a_low * b_high) + a_low * b_low};
}

template <Word T>
constexpr word_pair<T> operator-(word_pair<T> a) noexcept {
    return {-a.high, -a.low};
}

template <Word T>
constexpr word_pair<T> operator+(word_pair<T> a, word_pair<T> b) noexcept {
    const word_pair<T> high = exact_sum(a.high, b.high);
    const word_pair<T> low = exact_sum(a.low, b.low);
    const word_pair<T> partial = ordered_sum(high.high, high.low + low.high);
    return ordered_sum(partial.high, partial.low + low.low);
}

template <Word T>
constexpr word_pair<T> operator+(word_pair<T> a, T b) noexcept {
    const word_pair<T> high = exact_sum(a.high, b);
    return ordered_sum(high.high, high.low + a.low);
}

template <Word T>
constexpr word_pair<T> operator-(word_pair<T> a, word_pair<T> b) noexcept {
    return a + word_pair<T>{-b.high, -b.low};
}

template <Word T>
constexpr word_pair<T> operator*(word_pair<T> a, word_pair<T> b) noexcept {
    const word_pair<T> product = exact_product(a.high, b.high);
    return ordered_sum(product.high, product.low + (a.high * b.low + a.low * b.high));
}

template <Word T>
constexpr word_pair<T> operator*(word_pair<T> a, T b) noexcept {
    const word_pair<T> product = exact_product(a.high, b);
    return ordered_sum(product.high, product.low + a.low * b);
}

template <Word T>
constexpr word_pair<T> operator/(word_pair<T> a, word_pair<T> b) noexcept {
    const T quotient = a.high / b.high;
    const word_pair<T> product = exact_product(quotient, b.high);
    return ordered_sum(quotient, (((a.high - product.high) - product.low) + (a.low - quotient * b.low)) / b.high);
}

/// Multiplication by a power of two is exact.
template <Word T>
constexpr word_pair<T> times_power(word_pair<T> a, T power) noexcept {
    return {a.high * power, a.low * power};
}

/// Sum of c[k] x^k for k < count. Terms from `pairs` on are evaluated in plain T: their share of the sum is
/// small enough that one rounding of it stays below the accuracy asked for.
template <Word T>
constexpr word_pair<T> polynomial(word_pair<T> x, const word_pair<T>* c, int count, int pairs) noexcept {
    T tail = c[count - 1].high;
    for (int k = count - 2; k >= pairs; --k) tail = tail * x.high + c[k].high;
    word_pair<T> sum{tail, 0};
    for (int k = pairs - 1; k >= 0; --k) {
        const word_pair<T> product = sum * x;
        const word_pair<T> high = exact_sum(c[k].high, product.high);
        sum = ordered_sum(high.high, high.low + (c[k].low + product.low));
    }
    return sum;
}

/// A constant given as three words of 53 bits, which is more than any pair here holds.
template <Word T>
constexpr word_pair<T> from_parts(double first, double second, double third) noexcept {
    const word_pair<T> sum = ordered_sum(static_cast<T>(first), static_cast<T>(second));
    return ordered_sum(sum.high, sum.low + static_cast<T>(third));
}

template <Word T>
constexpr word_pair<T> paired(T x) noexcept {
    return {x, 0};
}

/// A value times a power of two, for results that may leave the range of T.
template <Word T>
struct scaled_pair {
    word_pair<T> value;
    int exponent;
};

/// The one rounding at the end.
template <Word T>
constexpr T rounded(scaled_pair<T> x) noexcept {
    return scale(x.value.high + x.value.low, x.exponent);
}

template <Word T>
inline constexpr word_pair<T> ln2 = from_parts<T>(0x1.62e42fefa39efp-1, 0x1.abc9e3b39803fp-56, 0x1.7b57a079a1934p-111);
template <Word T>
inline constexpr word_pair<T> inverse_ln2 =
    from_parts<T>(0x1.71547652b82fep+0, 0x1.777d0ffda0d24p-56, -0x1.60bb8a5442ab9p-110);
template <Word T>
inline constexpr word_pair<T> ln10 =
    from_parts<T>(0x1.26bb1bbb55516p+1, -0x1.f48ad494ea3e9p-53, -0x1.9ebae3ae0260cp-107);
template <Word T>
inline constexpr word_pair<T> inverse_ln10 =
    from_parts<T>(0x1.bcb7b1526e50ep-2, 0x1.95355baaafad3p-57, 0x1.ee191f71a3012p-112);
template <Word T>
inline constexpr word_pair<T> pi = from_parts<T>(0x1.921fb54442d18p+1, 0x1.1a62633145c07p-53, -0x1.f1976b7ed8fbcp-109);
template <Word T>
inline constexpr word_pair<T> half_pi =
    from_parts<T>(0x1.921fb54442d18p+0, 0x1.1a62633145c07p-54, -0x1.f1976b7ed8fbcp-110);
template <Word T>
inline constexpr word_pair<T> quarter_pi =
    from_parts<T>(0x1.921fb54442d18p-1, 0x1.1a62633145c07p-55, -0x1.f1976b7ed8fbcp-111);
template <Word T>
inline constexpr word_pair<T> two_over_root_pi =
    from_parts<T>(0x1.20dd750429b6dp+0, 0x1.1ae3a914fed80p-56, -0x1.3cbbebf65f145p-111);
template <Word T>
inline constexpr word_pair<T> ln_pi =
    from_parts<T>(0x1.250d048e7a1bdp+0, 0x1.7abf2ad8d5088p-57, -0x1.6ccf43244818ap-113);
template <Word T>
inline constexpr word_pair<T> half_ln_two_pi =
    from_parts<T>(0x1.d67f1c864beb5p-1, -0x1.65b5a1b7ff5dfp-55, -0x1.b7f70c13dc1ccp-110);

} // namespace pullback::math::compile_time

#endif
