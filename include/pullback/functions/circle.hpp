// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_FUNCTIONS_CIRCLE_HPP
#define PULLBACK_FUNCTIONS_CIRCLE_HPP

#include <pullback/functions/apply.hpp>
#include <pullback/functions/elementary.hpp>
#include <pullback/functions/scalar.hpp>
#include <pullback/functions/trigonometric.hpp>
#include <pullback/math/circle.hpp>

#include <array>

namespace pullback {

namespace functions {

/// sin(π x), exactly 0 at whole numbers. All finite reals. Rule: π cos(π x), where π = 4 arctan 1.
struct sin_pi : elementary<sin_pi, 1> {
    static constexpr const char* name = "sin_pi";
    static constexpr notation printed{.latex = "\\sin\\left(\\pi \\, {0}\\right)", .helper = c_helper::circle};
    template <class T>
    static constexpr T value(const T& x) {
        return math::sin_pi(x);
    }
    template <class T>
    static constexpr T pullback(const T& x, const T&, const T& gy);
};

/// cos(π x), exactly 0 at halves. All finite reals. Rule: -π sin(π x), where π = 4 arctan 1.
struct cos_pi : elementary<cos_pi, 1> {
    static constexpr const char* name = "cos_pi";
    static constexpr notation printed{.latex = "\\cos\\left(\\pi \\, {0}\\right)", .helper = c_helper::circle};
    template <class T>
    static constexpr T value(const T& x) {
        return math::cos_pi(x);
    }
    template <class T>
    static constexpr T pullback(const T& x, const T&, const T& gy) {
        return -(gy * (4 * atan{}(constant_like(x, 1))*sin_pi{}(x)));
    }
};

template <class T>
constexpr T sin_pi::pullback(const T& x, const T&, const T& gy) {
    return gy * (4 * atan{}(constant_like(x, 1))*cos_pi{}(x));
}

/// The derivative of order n of sin(x) / x, with the literal whole number n from 0 to 2²⁰ as first operand; NaN
/// for other n. All reals; 0 at infinities. Rule: that of order n + 1. n counts derivatives, so its adjoint is 0.
struct sinc_derivative : elementary<sinc_derivative, 2> {
    static constexpr const char* name = "sinc_derivative";
    static constexpr notation printed{.latex = "\\operatorname{sinc}^{({0})}\\left({1}\\right)",
                                      .helper = c_helper::sinc};
    template <class T>
    static constexpr T value(const T& n, const T& x) {
        return math::sinc_derivative(n, x);
    }
    template <class T>
    static constexpr std::array<T, 2> pullback(const T& n, const T& x, const T&, const T& gy) {
        return {T(0), gy * sinc_derivative{}(T(n + 1), x)};
    }
};

/// sin(x) / x, 1 at 0 and 0 at infinities. All reals. Rule: its derivative, smooth at 0 to every order.
struct sinc : elementary<sinc, 1> {
    static constexpr const char* name = "sinc";
    static constexpr notation printed{.latex = "\\operatorname{sinc}\\left({0}\\right)", .helper = c_helper::sinc};
    template <class T>
    static constexpr T value(const T& x) {
        return math::sinc(x);
    }
    template <class T>
    static constexpr T pullback(const T& x, const T&, const T& gy) {
        return gy * sinc_derivative{}(T(1), x);
    }
};

} // namespace functions

/// sin(π x).
template <Argument X>
constexpr result_of<functions::sin_pi, X> sin_pi(const X& x) {
    return functions::sin_pi{}(x);
}

/// cos(π x).
template <Argument X>
constexpr result_of<functions::cos_pi, X> cos_pi(const X& x) {
    return functions::cos_pi{}(x);
}

/// sin(x) / x, 1 at 0.
template <Argument X>
constexpr result_of<functions::sinc, X> sinc(const X& x) {
    return functions::sinc{}(x);
}

} // namespace pullback

#endif
