// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_FUNCTIONS_NORMAL_HPP
#define PULLBACK_FUNCTIONS_NORMAL_HPP

#include <pullback/functions/apply.hpp>
#include <pullback/functions/elementary.hpp>
#include <pullback/functions/exponentials.hpp>
#include <pullback/functions/powers.hpp>
#include <pullback/functions/scalar.hpp>
#include <pullback/functions/special.hpp>
#include <pullback/functions/trigonometric.hpp>
#include <pullback/math/normal.hpp>

namespace pullback {

namespace functions {

/// The normal distribution: erfc(-x/√2)/2, accurate where it is small. All reals. Rule: e^(-x²/2) / √(2π), where
/// 2π = 8 arctan 1; the rounding of x² costs the derivative up to x²/2 units in the last place.
struct Phi : elementary<Phi, 1> {
    static constexpr const char* name = "Phi";
    static constexpr notation printed{nullptr, "\\Phi\\left({0}\\right)", "0.5 * erfc({0} * -0.70710678118654752)"};
    template <class T>
    static constexpr T value(const T& x) {
        return math::Phi(x);
    }
    template <class T>
    static constexpr T pullback(const T& x, const T&, const T& gy) {
        const T scale = sqrt{}(T(8 * atan{}(constant_like(x, 1))));
        const T exponent = -((x * x) / 2);
        return gy * (exp{}(exponent) / scale);
    }
};

/// The x with Φ(x) = p. Domain 0 < p < 1; infinite at 0 and 1. Rule: √(2π) e^(x²/2).
struct inv_Phi : elementary<inv_Phi, 1> {
    static constexpr const char* name = "inv_Phi";
    static constexpr notation printed{.latex = "\\Phi^{-1}\\left({0}\\right)",
                                      .helper = c_helper::error_function_inverses};
    template <class T>
    static constexpr T value(const T& p) {
        return math::inv_Phi(p);
    }
    template <class T>
    static constexpr T pullback(const T&, const T& x, const T& gx) {
        const T scale = sqrt{}(T(8 * atan{}(constant_like(x, 1))));
        const T exponent = (x * x) / 2;
        return gx * (exp{}(exponent)*scale);
    }
};

/// The x with erf x = y. Domain -1 < y < 1; infinite at both. Rule: √π/2 e^(x²), where √π/2 = √(arctan 1).
struct erf_inv : elementary<erf_inv, 1> {
    static constexpr const char* name = "erf_inv";
    static constexpr notation printed{.latex = "\\operatorname{erf}^{-1}\\left({0}\\right)",
                                      .helper = c_helper::error_function_inverses};
    template <class T>
    static constexpr T value(const T& y) {
        return math::erf_inv(y);
    }
    template <class T>
    static constexpr T pullback(const T&, const T& x, const T& gx) {
        const T scale = sqrt{}(atan{}(constant_like(x, 1)));
        return gx * (exp{}(T(x * x)) * scale);
    }
};

/// The x with erfc x = z, accurate where z is small. Domain 0 < z < 2; infinite at both. Rule: -√π/2 e^(x²).
struct erfc_inv : elementary<erfc_inv, 1> {
    static constexpr const char* name = "erfc_inv";
    static constexpr notation printed{.latex = "\\operatorname{erfc}^{-1}\\left({0}\\right)",
                                      .helper = c_helper::error_function_inverses};
    template <class T>
    static constexpr T value(const T& z) {
        return math::erfc_inv(z);
    }
    template <class T>
    static constexpr T pullback(const T&, const T& x, const T& gx) {
        const T scale = sqrt{}(atan{}(constant_like(x, 1)));
        return -(gx * (exp{}(T(x * x)) * scale));
    }
};

} // namespace functions

/// The normal distribution function.
template <Argument X>
constexpr result_of<functions::Phi, X> Phi(const X& x) {
    return functions::Phi{}(x);
}

/// The inverse of `Phi`: the quantile of p, 0 < p < 1.
template <Argument P>
constexpr result_of<functions::inv_Phi, P> inv_Phi(const P& p) {
    return functions::inv_Phi{}(p);
}

/// The inverse of `erf`.
template <Argument Y>
constexpr result_of<functions::erf_inv, Y> erf_inv(const Y& y) {
    return functions::erf_inv{}(y);
}

/// The inverse of `erfc`.
template <Argument Z>
constexpr result_of<functions::erfc_inv, Z> erfc_inv(const Z& z) {
    return functions::erfc_inv{}(z);
}

} // namespace pullback

#endif
