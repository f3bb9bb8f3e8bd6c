// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_FUNCTIONS_BETA_HPP
#define PULLBACK_FUNCTIONS_BETA_HPP

#include <pullback/functions/apply.hpp>
#include <pullback/functions/elementary.hpp>
#include <pullback/functions/row_facts.hpp>
#include <pullback/functions/scalar.hpp>
#include <pullback/functions/special.hpp>
#include <pullback/math/beta.hpp>

#include <array>

namespace pullback {

namespace functions {

/// ψ'(x), the second derivative of ln Γ: `polygamma(1, x)` as a function of one operand. All reals but 0, -1, -2, ….
/// Rule: ψ⁽²⁾(x).
struct trigamma : elementary<trigamma, 1> {
    static constexpr const char* name = "trigamma";
    static constexpr notation printed{.latex = "\\psi'\\left({0}\\right)", .helper = c_helper::trigamma};
    template <class T>
    static constexpr T value(const T& x) {
        return polygamma::value(T(1), x);
    }
    template <class T>
    static constexpr T pullback(const T& x, const T&, const T& gy) {
        return gy * polygamma{}(T(2), x);
    }
};

/// Γ(x) Γ(y) / Γ(x + y). Domain x > 0, y > 0; infinite where one is 0, NaN where one is negative. Rule: the value times
/// ψ(x) - ψ(x + y) and ψ(y) - ψ(x + y), differences that lose digits where the other argument is much the smaller.
struct beta : elementary<beta, 2> {
    static constexpr const char* name = "beta";
    static constexpr notation printed{.latex = "\\operatorname{B}\\left({0}, {1}\\right)", .helper = c_helper::beta};
    static constexpr row_facts facts{.is_commutative = true};
    template <class T>
    static constexpr T value(const T& x, const T& y) {
        return math::beta(x, y);
    }
    template <class T>
    static constexpr std::array<T, 2> pullback(const T& x, const T& y, const T& z, const T& gz) {
        const T of_sum = digamma{}(T(x + y)), scale = gz * z;
        return {scale * (digamma{}(x)-of_sum), scale * (digamma{}(y)-of_sum)};
    }
};

/// ln of the beta function. Domain x > 0, y > 0; infinite where one is 0, NaN where one is negative. Rule: ψ(x) -
/// ψ(x + y) and ψ(y) - ψ(x + y).
struct lbeta : elementary<lbeta, 2> {
    static constexpr const char* name = "lbeta";
    static constexpr notation printed{.latex = "\\ln \\operatorname{B}\\left({0}, {1}\\right)",
                                      .helper = c_helper::beta};
    static constexpr row_facts facts{.is_commutative = true};
    template <class T>
    static constexpr T value(const T& x, const T& y) {
        return math::lbeta(x, y);
    }
    template <class T>
    static constexpr std::array<T, 2> pullback(const T& x, const T& y, const T&, const T& gz) {
        const T of_sum = digamma{}(T(x + y));
        return {gz * (digamma{}(x)-of_sum), gz * (digamma{}(y)-of_sum)};
    }
};

} // namespace functions

/// The derivative of digamma.
template <Argument X>
constexpr result_of<functions::trigamma, X> trigamma(const X& x) {
    return functions::trigamma{}(x);
}

/// Γ(x) Γ(y) / Γ(x + y) of positive numbers.
template <Argument X, Argument Y>
constexpr result_of<functions::beta, X, Y> beta(const X& x, const Y& y) {
    return functions::beta{}(x, y);
}

/// The logarithm of the beta function, without overflow.
template <Argument X, Argument Y>
constexpr result_of<functions::lbeta, X, Y> lbeta(const X& x, const Y& y) {
    return functions::lbeta{}(x, y);
}

} // namespace pullback

#endif
