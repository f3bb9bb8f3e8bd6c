// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_FUNCTIONS_ROOTS_HPP
#define PULLBACK_FUNCTIONS_ROOTS_HPP

#include <pullback/functions/apply.hpp>
#include <pullback/functions/elementary.hpp>
#include <pullback/functions/powers.hpp>
#include <pullback/functions/scalar.hpp>
#include <pullback/math/arithmetic.hpp>

#include <array>

namespace pullback::functions {

/// 1 / x; infinite at 0. Rule: -y².
struct inv : elementary<inv, 1> {
    static constexpr const char* name = "inv";
    static constexpr notation printed{nullptr, "\\frac{1}{{0}}", "1 / {0}", 2};
    template <class T>
    static constexpr T value(const T& x) {
        return math::quotient(T(1), x);
    }
    template <class T>
    static constexpr T pullback(const T&, const T& y, const T& gy) {
        return -(gy * (y * y));
    }
};

/// 1 / √x. Domain x > 0; infinite at 0. Rule: -y / (2x).
struct inv_sqrt : elementary<inv_sqrt, 1> {
    static constexpr const char* name = "inv_sqrt";
    static constexpr notation printed{nullptr, "\\frac{1}{\\sqrt{{0}}}", "1 / sqrt({0})", 2};
    template <class T>
    static constexpr T value(const T& x) {
        return math::quotient(T(1), T(math::sqrt(x)));
    }
    template <class T>
    static constexpr T pullback(const T& x, const T& y, const T& gy) {
        return -(gy * (y / (2 * x)));
    }
};

/// √(1 + x) - 1, accurate near 0. Domain x >= -1. Rule: 1 / (2√(1 + x)), +infinity at -1.
struct sqrt1pm1 : elementary<sqrt1pm1, 1> {
    static constexpr const char* name = "sqrt1pm1";
    static constexpr notation printed{nullptr, "\\left(\\sqrt{1 + {0}} - 1\\right)",
                                      "{0} < 15 ? {0} / (1 + sqrt(1 + {0})) : sqrt(1 + {0}) - 1"};
    template <class T>
    static constexpr T value(const T& x) {
        const T root = math::sqrt(T(T(1) + x));
        return math::select(x < T(15), T(x / (T(1) + root)), T(root - T(1)));
    }
    template <class T>
    static constexpr T pullback(const T& x, const T&, const T& gy) {
        return gy / (2 * sqrt{}(T(1 + x)));
    }
};

/// x^p - 1, accurate where x^p is nearly 1. Domain and rule: those of pow.
struct powm1 : elementary<powm1, 2> {
    static constexpr const char* name = "powm1";
    static constexpr notation printed{
        nullptr, "\\left({0}^{{1}} - 1\\right)",
        "fabs({1} * log(fabs({0}))) < 0.5 && {0} > 0 ? expm1({1} * log({0})) : pow({0}, {1}) - 1"};
    template <class T>
    static constexpr T value(const T& x, const T& p) {
        const T exponent = p * math::log(math::abs(x));
        return math::select(math::abs(exponent) < T(1) / T(2) && T(0) < x, math::expm1(exponent),
                            T(math::pow(x, p) - T(1)));
    }
    template <class T>
    static constexpr std::array<T, 2> pullback(const T& x, const T& p, const T&, const T& gy) {
        return pow::pullback(x, p, T(pow{}(x, p)), gy);
    }
};

} // namespace pullback::functions

namespace pullback {

/// 1 / x.
template <Argument X>
constexpr result_of<functions::inv, X> inv(const X& x) {
    return functions::inv{}(x);
}

/// 1 / √x. Domain x > 0.
template <Argument X>
constexpr result_of<functions::inv_sqrt, X> inv_sqrt(const X& x) {
    return functions::inv_sqrt{}(x);
}

/// √(1 + x) - 1, accurate near 0. Domain x >= -1.
template <Argument X>
constexpr result_of<functions::sqrt1pm1, X> sqrt1pm1(const X& x) {
    return functions::sqrt1pm1{}(x);
}

/// x^p - 1, accurate where x^p is nearly 1.
template <Argument X, Argument P>
constexpr result_of<functions::powm1, X, P> powm1(const X& x, const P& p) {
    return functions::powm1{}(x, p);
}

} // namespace pullback

#endif
