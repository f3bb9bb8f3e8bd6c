// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_FUNCTIONS_SPECIAL_HPP
#define PULLBACK_FUNCTIONS_SPECIAL_HPP

#include <pullback/functions/apply.hpp>
#include <pullback/functions/elementary.hpp>
#include <pullback/functions/exponentials.hpp>
#include <pullback/functions/powers.hpp>
#include <pullback/functions/row_facts.hpp>
#include <pullback/functions/scalar.hpp>
#include <pullback/functions/trigonometric.hpp>
#include <pullback/math/found.hpp>
#include <pullback/math/order.hpp>
#include <pullback/math/special.hpp>

#include <array>

namespace pullback::functions {

/// The error function. All reals. Rule: 2/√π e^(-x²), where √π/2 = √(arctan 1); the rounding of x² costs the
/// derivative up to x² units in the last place.
struct erf : elementary<erf, 1> {
    static constexpr const char* name = "erf";
    static constexpr notation printed{nullptr, "\\operatorname{erf}\\left({0}\\right)", nullptr};
    static constexpr row_facts facts{.passes_on_nan = true,
                                     .is_defined_everywhere = true,
                                     .continuous = continuity::everywhere,
                                     .is_finite_for = operand_range::all,
                                     .has_finite_derivatives_for = operand_range::finite};
    template <class T>
    static constexpr T value(const T& x) {
        return math::erf(x);
    }
    template <class T>
    static constexpr T pullback(const T& x, const T&, const T& gy) {
        const T scale = sqrt{}(atan{}(constant_like(x, 1)));
        const T exponent = -(x * x);
        return gy * (exp{}(exponent) / scale);
    }
};

/// 1 - erf x, accurate where that is small. All reals. Rule: -2/√π e^(-x²), as for erf.
struct erfc : elementary<erfc, 1> {
    static constexpr const char* name = "erfc";
    static constexpr notation printed{nullptr, "\\operatorname{erfc}\\left({0}\\right)", nullptr};
    static constexpr row_facts facts{.passes_on_nan = true,
                                     .is_defined_everywhere = true,
                                     .continuous = continuity::everywhere,
                                     .is_finite_for = operand_range::all,
                                     .has_finite_derivatives_for = operand_range::finite,
                                     .sign = result_sign::nonnegative};
    template <class T>
    static constexpr T value(const T& x) {
        return math::erfc(x);
    }
    template <class T>
    static constexpr T pullback(const T& x, const T&, const T& gy) {
        const T scale = sqrt{}(atan{}(constant_like(x, 1)));
        const T exponent = -(x * x);
        return -(gy * (exp{}(exponent) / scale));
    }
};

/// ψ⁽ⁿ⁾(x), the derivative of order n of digamma, with the literal whole number n from 0 to 2²⁰ as first
/// operand; NaN for other n. All x but 0, -1, -2, …. Rule: ψ⁽ⁿ⁺¹⁾(x). n counts derivatives, so there is none with
/// respect to it: its adjoint is 0.
struct polygamma : elementary<polygamma, 2> {
    static constexpr const char* name = "polygamma";
    static constexpr notation printed{.latex = "\\psi^{({0})}\\left({1}\\right)", .helper = c_helper::polygamma};
    template <class T>
    static constexpr T value(const T& n, const T& x) {
        // A batch of numbers has the order in each of its lanes.
        if constexpr (requires { math::supplied<T>::polygamma(n, x); }) return math::supplied<T>::polygamma(n, x);
        else return math::polygamma(math::order_of(n), x);
    }
    template <class T>
    static constexpr std::array<T, 2> pullback(const T& n, const T& x, const T&, const T& gy) {
        return {T(0), gy * polygamma{}(T(n + 1), x)};
    }
};

/// ψ(x), the logarithmic derivative of Γ. All reals but 0, -1, -2, …. Rule: ψ⁽¹⁾(x).
struct digamma : elementary<digamma, 1> {
    static constexpr const char* name = "digamma";
    static constexpr notation printed{.latex = "\\psi\\left({0}\\right)", .helper = c_helper::digamma};
    template <class T>
    static constexpr T value(const T& x) {
        return math::digamma(x);
    }
    template <class T>
    static constexpr T pullback(const T& x, const T&, const T& gy) {
        return gy * polygamma{}(T(1), x);
    }
};

/// ln |Γ(x)|. All reals but 0, -1, -2, …, where it is +infinity. Rule: ψ(x).
struct lgamma : elementary<lgamma, 1> {
    static constexpr const char* name = "lgamma";
    static constexpr notation printed{nullptr, "\\ln\\left|\\Gamma\\left({0}\\right)\\right|", nullptr};
    template <class T>
    static constexpr T value(const T& x) {
        return math::lgamma(x);
    }
    template <class T>
    static constexpr T pullback(const T& x, const T&, const T& gy) {
        return gy * digamma{}(x);
    }
};

/// Γ(x). All reals but 0, -1, -2, …. Rule: Γ(x) ψ(x).
struct tgamma : elementary<tgamma, 1> {
    static constexpr const char* name = "tgamma";
    static constexpr notation printed{nullptr, "\\Gamma\\left({0}\\right)", nullptr};
    template <class T>
    static constexpr T value(const T& x) {
        return math::tgamma(x);
    }
    template <class T>
    static constexpr T pullback(const T& x, const T& y, const T& gy) {
        return gy * (y * digamma{}(x));
    }
};

} // namespace pullback::functions

namespace pullback {

/// The error function.
template <Argument X>
constexpr result_of<functions::erf, X> erf(const X& x) {
    return functions::erf{}(x);
}

/// 1 - erf(x), accurate where it is small.
template <Argument X>
constexpr result_of<functions::erfc, X> erfc(const X& x) {
    return functions::erfc{}(x);
}

/// ln |Γ(x)|.
template <Argument X>
constexpr result_of<functions::lgamma, X> lgamma(const X& x) {
    return functions::lgamma{}(x);
}

/// The gamma function.
template <Argument X>
constexpr result_of<functions::tgamma, X> tgamma(const X& x) {
    return functions::tgamma{}(x);
}

/// The logarithmic derivative of the gamma function.
template <Argument X>
constexpr result_of<functions::digamma, X> digamma(const X& x) {
    return functions::digamma{}(x);
}

/// The derivative of order n >= 0 of digamma.
template <Argument X>
constexpr result_of<functions::polygamma, int, X> polygamma(int n, const X& x) {
    return functions::polygamma{}(n, x);
}

} // namespace pullback

#endif
