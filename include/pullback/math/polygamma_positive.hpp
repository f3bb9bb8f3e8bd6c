// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_MATH_POLYGAMMA_POSITIVE_HPP
#define PULLBACK_MATH_POLYGAMMA_POSITIVE_HPP

#include <pullback/math/compile_time/floating_point.hpp>
#include <pullback/math/compile_time/word_pair.hpp>
#include <pullback/math/elementary.hpp>
#include <pullback/math/found.hpp>
#include <pullback/math/polygamma_series.hpp>
#include <pullback/math/precision.hpp>

#include <concepts>
#include <limits>

/// Digamma and its derivatives at positive arguments.
namespace pullback::math {

/// A type whose values are real numbers and compare as such.
template <class T>
concept Real = std::floating_point<T> ||
               (std::numeric_limits<T>::is_specialized && !std::numeric_limits<T>::is_integer && found::has_log<T> &&
                found::has_floor<T> && found::has_sin<T> && found::has_cos<T> && requires(const T& x) {
                    static_cast<T>(x / x - x * x + T(1));
                    { x < x } -> std::convertible_to<bool>;
                });

namespace polygamma_series {

template <Real T>
inline constexpr int digits = significand_bits<T>();

/// a b and a / b of positive numbers, as an infinity where they are too large: a constant expression must not
/// overflow.
template <Real T>
constexpr T product_or_infinity(const T& a, const T& b) {
    if (T(1) < b && static_cast<T>((std::numeric_limits<T>::max)() / b) < a) {
        return std::numeric_limits<T>::infinity();
    }
    return static_cast<T>(a * b);
}

template <Real T>
constexpr T quotient_or_infinity(const T& a, const T& b) {
    if (b < T(1) && static_cast<T>((std::numeric_limits<T>::max)() * b) < a) {
        return std::numeric_limits<T>::infinity();
    }
    return static_cast<T>(a / b);
}

/// x^n for n >= 0 and 0 < x <= 1.
template <Real T>
constexpr T whole_power(T x, int n) {
    T result(1);
    for (; n > 0; n /= 2) {
        if (n % 2 == 1) result = static_cast<T>(result * x);
        if (n > 1) x = static_cast<T>(x * x);
    }
    return result;
}

/// Number of steps up that bring x > 0 to where the asymptotic series of order n holds.
template <Real T>
constexpr int steps_up(const T& x, int n) {
    const int begin = static_cast<int>(shift_factor<digits<T>> * (n + 17)) + 1;
    if (!(x < T(begin))) return 0;
    return begin - static_cast<int>(x);
}

/// log(x) - 1 / (2x) - sum of B(2k) / (2k x^(2k)) (Abramowitz and Stegun 6.3.18).
template <Real T>
constexpr T asymptotic_digamma(const T& x) {
    const T inverse = static_cast<T>(T(1) / x);
    const T square = static_cast<T>(inverse * inverse);
    T sum(0);
    if constexpr (compile_time::Word<T>) {
        // Enough from 12 on, where built-in types come here.
        constexpr int count = compile_time::digits < T >> 53 ? 11 : 8;
        for (int k = count; k > 0; --k) sum = (sum + digamma_coefficients<T>.c[k - 1]) * square;
    } else {
        for (int k = bernoulli_count; k > 0; --k) {
            const bernoulli_number b = bernoulli_numbers[k - 1];
            sum = static_cast<T>((sum + T(b.numerator) / T(b.denominator * (2 * k))) * square);
        }
    }
    return static_cast<T>(math::log(x) - (inverse / T(2) + sum));
}

/// pi cot(pi x) for x not whole.
template <Real T>
constexpr T pi_cotangent(const T& x) {
    const T pi = [] {
        if constexpr (compile_time::Word<T>) {
            return compile_time::pi<T>.high;
        } else {
            return static_cast<T>(math::atan(T(1)) * T(4));
        }
    }();
    const T half = static_cast<T>(T(1) / T(2));
    const T quarter = static_cast<T>(half / T(2));
    const T rest = static_cast<T>(x - math::floor(static_cast<T>(x + half)));
    // The complement keeps the argument of the tangent away from its pole.
    if (quarter < rest) return static_cast<T>(pi * math::tan(static_cast<T>(pi * (half - rest))));
    if (rest < static_cast<T>(-quarter)) {
        return static_cast<T>(-pi * math::tan(static_cast<T>(pi * (half + rest))));
    }
    return static_cast<T>(pi / math::tan(static_cast<T>(pi * rest)));
}

/// digamma(1 + e) for 0 <= e <= 1, relative to the distance from the root.
template <compile_time::Word T>
constexpr T digamma_near_root(T e) noexcept {
    const T t = 2 * e - 1;
    T sum = near_root<T>::c[near_root<T>::size - 1];
    for (int k = near_root<T>::size - 2; k >= 0; --k) sum = sum * t + near_root<T>::c[k];
    return ((e - root_less_one<T>.high) - root_less_one<T>.low) * sum;
}

/// x > 0.
template <Real T>
constexpr T positive_digamma(const T& x) {
    if constexpr (compile_time::Word<T>) {
        if (x <= 1 / (std::numeric_limits<T>::max)()) return -std::numeric_limits<T>::infinity();
        if (x < 1) return digamma_near_root(x) - 1 / x;
        if (x >= 12) return asymptotic_digamma(x);
        // Down to [1, 2] in exact steps; the sum of reciprocals carries its rounding errors along.
        T y = x - 1;
        compile_time::word_pair<T> sum{0, 0};
        while (y > 1) {
            const auto next = compile_time::exact_sum(1 / y, sum.high);
            sum = {next.high, sum.low + next.low};
            y -= 1;
        }
        const auto total = compile_time::exact_sum(digamma_near_root(y), sum.high);
        return total.high + (total.low + sum.low);
    } else {
        const int steps = steps_up(x, 0);
        T sum(0);
        for (int i = steps - 1; i >= 0; --i) sum = static_cast<T>(sum + T(1) / (x + T(i)));
        return static_cast<T>(asymptotic_digamma(static_cast<T>(x + T(steps))) - sum);
    }
}

/// The derivative of order n >= 1 at x > 0, by (-1)^(n + 1) n! times the sum of 1 / (x + i)^(n + 1) over i >=
/// 0: some terms singly, the rest by Abramowitz and Stegun 6.4.11. All is relative to (n - 1)! / x^n. Gives
/// the absolute value.
template <Real T>
constexpr T positive_polygamma(int n, const T& x) {
    const int steps = steps_up(x, n);
    const T y = static_cast<T>(x + T(steps));
    const T inverse = static_cast<T>(T(1) / y);
    const T square = static_cast<T>(inverse * inverse);
    const T order(n);
    // B(2k) n (n + 1) ... (n + 2k - 1) / (2k)! by Horner's rule in the stack factors.
    T sum(0);
    for (int k = bernoulli_count; k > 0; --k) {
        const bernoulli_number b = bernoulli_numbers[k - 1];
        const T growth = static_cast<T>((T(n + 2 * k - 2) * T(n + 2 * k - 1)) * square / T((2 * k - 1) * (2 * k)));
        sum = static_cast<T>((sum + T(b.numerator) / T(b.denominator)) * growth);
    }
    T tail = static_cast<T>(sum + order * inverse / T(2) + T(1));
    tail = static_cast<T>(tail * whole_power(static_cast<T>(x / y), n));
    // The terms are relative to the first one, so that no power leaves the range.
    T terms(0);
    for (int i = steps - 1; i > 0; --i) {
        terms = static_cast<T>(terms + whole_power(static_cast<T>(x / (x + T(i))), n + 1));
    }
    if (steps > 0) terms = static_cast<T>(terms + T(1));
    // tail x + terms n has still to be multiplied by (n - 1)! / x^(n + 1). Large factors go to a small
    // product and small ones to a large product, so that it does not leave the range on the way.
    T result = quotient_or_infinity(static_cast<T>(tail * x + terms * order), x);
    int least = 1;
    int most = n - 1;
    for (int j = 1; j < n; ++j) {
        result = quotient_or_infinity(product_or_infinity(result, T(result < T(1) ? most-- : least++)), x);
    }
    return quotient_or_infinity(result, x);
}

} // namespace polygamma_series

} // namespace pullback::math

#endif
