// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_MATH_COMPILE_TIME_INVERSE_TRIGONOMETRIC_HPP
#define PULLBACK_MATH_COMPILE_TIME_INVERSE_TRIGONOMETRIC_HPP

#include <pullback/math/compile_time/floating_point.hpp>
#include <pullback/math/compile_time/root.hpp>
#include <pullback/math/compile_time/word_pair.hpp>

namespace pullback::math::compile_time {

/// atan(k / 4).
template <Word T>
inline constexpr word_pair<T> arc_tangents[5] = {
    from_parts<T>(0x0.0p+0, 0x0.0p+0, 0x0.0p+0),
    from_parts<T>(0x1.f5b75f92c80ddp-3, 0x1.8ab6e3cf7afbdp-57, 0x1.0bf2d53fd481cp-113),
    from_parts<T>(0x1.dac670561bb4fp-2, 0x1.a2b7f222f65e2p-56, -0x1.5cbf247afa9e3p-111),
    from_parts<T>(0x1.4978fa3269ee1p-1, 0x1.2419a87f2a458p-56, -0x1.29b08e07bcbb1p-111),
    from_parts<T>(0x1.921fb54442d18p-1, 0x1.1a62633145c07p-55, -0x1.f1976b7ed8fbcp-111),
};

/// (-1)^k / (2k + 1), the series of atan(u) / u in u^2.
template <Word T>
struct arc_tangent_series {
    static constexpr int size = 14;
    static constexpr int used = digits<T> > 53 ? 14 : 12;
    word_pair<T> c[size];
};

template <Word T>
inline constexpr arc_tangent_series<T> arc_tangent_coefficients = [] {
    arc_tangent_series<T> series{};
    for (int k = 0; k < arc_tangent_series<T>::size; ++k) {
        series.c[k] = paired(T(1)) / paired(static_cast<T>(k % 2 == 0 ? 2 * k + 1 : -2 * k - 1));
    }
    return series;
}();

/// atan(y / x) for 0 <= y <= x: atan(t) = atan(c) + atan((t - c) / (1 + t c)) with c the nearest quarter.
template <Word T>
constexpr word_pair<T> small_arc(word_pair<T> y, word_pair<T> x) noexcept {
    const int quarter = nearest_int(4 * (y.high / x.high));
    const T c = T(0.25) * static_cast<T>(quarter);
    const word_pair<T> u = quarter == 0 ? y / x : (y - x * c) / (x + y * c);
    constexpr int used = arc_tangent_series<T>::used;
    const word_pair<T> arc = u * polynomial(u * u, arc_tangent_coefficients<T>.c, used, 4);
    return quarter == 0 ? arc : arc_tangents<T>[quarter] + arc;
}

/// atan2(y, x) for y >= 0 and any x, both of moderate size.
template <Word T>
constexpr word_pair<T> arc_of(word_pair<T> y, word_pair<T> x) noexcept {
    const word_pair<T> across = x.high < 0 ? -x : x;
    const bool steep = y.high > across.high;
    const word_pair<T> arc = steep ? small_arc(across, y) : small_arc(y, across);
    if (steep) return x.high < 0 ? half_pi<T> + arc : half_pi<T> - arc;
    return x.high < 0 ? pi<T> - arc : arc;
}

template <Word T>
constexpr T atan(T x) noexcept {
    if constexpr (NarrowWord<T>) {
        return narrowed<T>(atan(static_cast<wider_t<T>>(x)));
    } else {
        if (is_nan(x)) return not_a_number<T>;
        const T size = magnitude(x);
        if (size < epsilon<T>) return x;
        if (size > 4 / (epsilon<T> * epsilon<T>)) return with_sign(half_pi<T>.high, x);
        return with_sign(arc_of(paired(size), paired(T(1))).high, x);
    }
}

/// sqrt(1 - x^2) = sqrt((1 - x)(1 + x)), whose factors are exact.
template <Word T>
constexpr word_pair<T> complementary_leg(T x) noexcept {
    return scaled_root_of(exact_sum(T(1), x) * exact_sum(T(1), -x));
}

template <Word T>
constexpr T asin(T x) noexcept {
    if constexpr (NarrowWord<T>) {
        return narrowed<T>(asin(static_cast<wider_t<T>>(x)));
    } else {
        const T size = magnitude(x);
        if (!(size <= 1)) return not_a_number<T>;
        if (size < epsilon<T>) return x;
        if (size == 1) return with_sign(half_pi<T>.high, x);
        return with_sign(arc_of(paired(size), complementary_leg(size)).high, x);
    }
}

template <Word T>
constexpr T acos(T x) noexcept {
    if constexpr (NarrowWord<T>) {
        return narrowed<T>(acos(static_cast<wider_t<T>>(x)));
    } else {
        if (!(x >= -1 && x <= 1)) return not_a_number<T>;
        if (x == 1) return 0;
        if (x == -1) return pi<T>.high;
        if (magnitude(x) < epsilon<T> / 4) return half_pi<T>.high;
        return arc_of(complementary_leg(x), paired(x)).high;
    }
}

/// atan2 with the edge cases of C Annex F.10.1.4.
template <Word T>
constexpr T atan2(T y, T x) noexcept {
    if constexpr (NarrowWord<T>) {
        using wide = wider_t<T>;
        return narrowed<T>(atan2(static_cast<wide>(y), static_cast<wide>(x)));
    } else {
        if (is_nan(x) || is_nan(y)) return not_a_number<T>;
        const bool behind = is_negative(x);
        if (is_infinite(y)) {
            if (!is_infinite(x)) return with_sign(half_pi<T>.high, y);
            return with_sign(behind ? 3 * quarter_pi<T>.high : quarter_pi<T>.high, y);
        }
        if (y == 0 || is_infinite(x)) return with_sign(behind ? pi<T>.high : T(0), y);
        if (x == 0) return with_sign(half_pi<T>.high, y);
        const decomposed<T> height = decompose(y);
        const decomposed<T> width = decompose(x);
        const int apart = height.exponent - width.exponent;
        if (apart > 2 * digits<T>) return with_sign(half_pi<T>.high, y);
        if (apart < -2 * digits<T>) {
            if (behind) return with_sign(pi<T>.high, y);
            const word_pair<T> ratio = paired(height.fraction) / paired(width.fraction);
            return with_sign(rounded(scaled_pair<T>{ratio, apart}), y);
        }
        const word_pair<T> up = paired(height.fraction * power_of_two<T>(apart));
        return with_sign(arc_of(up, paired(behind ? -width.fraction : width.fraction)).high, y);
    }
}

} // namespace pullback::math::compile_time

#endif
