// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_FUNCTIONS_POWERS_HPP
#define PULLBACK_FUNCTIONS_POWERS_HPP

#include <pullback/functions/conditions.hpp>
#include <pullback/functions/exponentials.hpp>
#include <pullback/math/elementary.hpp>
#include <pullback/math/several_arguments.hpp>

#include <array>

namespace pullback::functions {

/// √x. Domain x >= 0; the derivative at 0 is +infinity.
struct sqrt : elementary<sqrt, 1> {
    static constexpr const char* name = "sqrt";
    static constexpr notation printed{nullptr, "\\sqrt{{0}}", nullptr};
    template <class T>
    static constexpr T value(const T& x) { return math::sqrt(x); }
    template <class T>
    static constexpr T pullback(const T&, const T& y, const T& gy) {
        return gy / (2 * y);
    }
};

/// ∛x. All reals; the derivative at 0 is +infinity.
struct cbrt : elementary<cbrt, 1> {
    static constexpr const char* name = "cbrt";
    static constexpr notation printed{nullptr, "\\sqrt[3]{{0}}", nullptr};
    template <class T>
    static constexpr T value(const T& x) { return math::cbrt(x); }
    template <class T>
    static constexpr T pullback(const T&, const T& y, const T& gy) {
        return gy / (3 * (y * y));
    }
};

/// x^p. Domain: x > 0, or x <= 0 with an integer p.
/// Where p x^(p-1) is 0 times an infinity (p = 0, x = 0) the derivative is 0; the derivative by p is 0 where x^p is 0.
/// Whole literal exponents up to ±8 are recorded as products.
struct pow : elementary<pow, 2> {
    static constexpr const char* name = "pow";
    static constexpr notation printed{nullptr, "{0}^{{1}}", nullptr};
    template <class T>
    static constexpr T value(const T& x, const T& p) {
        return math::pow(x, p);
    }
    template <class T>
    static constexpr std::array<T, 2> pullback(const T& x, const T& p, const T& y, const T& gy) {
        const T zero(0), one(1);
        return {pullback::select(p == zero, zero, gy * (p * pow{}(x, p - one))),
                pullback::select(y == zero, zero, gy * (y * log{}(x)))};
    }
};

} // namespace pullback::functions
#endif
