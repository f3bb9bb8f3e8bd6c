// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_EXT_BOOST_MATH_INTEGRALS_HPP
#define PULLBACK_EXT_BOOST_MATH_INTEGRALS_HPP

#include <pullback/ext/boost_math/values.hpp>
#include <pullback/functions/apply.hpp>
#include <pullback/functions/elementary.hpp>
#include <pullback/functions/exponentials.hpp>
#include <pullback/functions/powers.hpp>
#include <pullback/functions/scalar.hpp>
#include <pullback/functions/special.hpp>
#include <pullback/functions/trigonometric.hpp>
#include <pullback/math/normal.hpp>

#include <boost/math/special_functions/expint.hpp>
#include <boost/math/special_functions/owens_t.hpp>

#include <array>
#include <limits>

namespace pullback {

namespace functions {

/// Owen's T(h, a), the probability of X > h and 0 < Y < aX for normal X and Y. All reals. Rule:
/// -e^(-h²/2) erf(a h / √2) / (2 √(2π)) and e^(-h² (1 + a²) / 2) / (2π (1 + a²)), where 2π = 8 arctan 1.
struct owens_t : elementary<owens_t, 2> {
    static constexpr const char* name = "owens_t";
    static constexpr notation printed{nullptr, "T\\left({0}, {1}\\right)", nullptr};
    template <class T>
    static T value(const T& h, const T& a) {
        return boost_math_detail::by_boost(
            [](const auto& u, const auto& v) { return boost::math::owens_t(u, v, boost_math_detail::boost_policy()); },
            []<class S>(const S& u, const S& v) {
                const bool is_flat = !(math::abs(u) <= (std::numeric_limits<S>::max)());
                const S half_plane = math::Phi(S(-math::abs(u))) / S(2); // for an infinite a
                return is_flat ? S(0) : v < S(0) ? S(-half_plane) : half_plane;
            },
            h, a);
    }
    template <class T>
    static constexpr std::array<T, 2> pullback(const T& h, const T& a, const T&, const T& gz) {
        const T two_pi = 8 * atan{}(constant_like(h, 1));
        const T of_square = -((h * h) / 2), growth = 1 + a * a;
        const T at_bound = erf{}(T(a * h / sqrt{}(constant_like(h, 2))));
        return {-(gz * (exp{}(of_square)*at_bound / (2 * sqrt{}(two_pi)))),
                gz * (exp{}(T(of_square * growth)) / (two_pi * growth))};
    }
};

/// The exponential integral Ei(x). All reals; -infinity at 0. Rule: e^x / x.
struct expint : elementary<expint, 1> {
    static constexpr const char* name = "expint";
    static constexpr notation printed{nullptr, "\\operatorname{Ei}\\left({0}\\right)", nullptr};
    template <class T>
    static T value(const T& x) {
        return boost_math_detail::by_boost(
            [](const auto& v) { return boost::math::expint(v, boost_math_detail::boost_policy()); },
            []<class S>(const S& v) { return v < S(0) ? S(0) : v; }, x);
    }
    template <class T>
    static constexpr T pullback(const T& x, const T&, const T& gy) {
        return gy * (exp{}(x) / x);
    }
};

/// The exponential integral Eₙ(x), with the literal whole number 0 <= n <= 10⁶ as first operand. Domain x > 0, and x =
/// 0 for n > 1. Rule: -Eₙ₋₁(x); E₀ is e^-x / x. n counts, so its adjoint is 0.
struct expint_of_order : elementary<expint_of_order, 2> {
    static constexpr const char* name = "expint";
    static constexpr notation printed{nullptr, "E_{{0}}\\left({1}\\right)", nullptr};
    template <class T>
    static T value(const T& n, const T& x) {
        return boost_math_detail::by_boost(
            []<class S>(const S& order, const S& v) {
                if (!(order >= S(0) && order <= S(1000000))) return std::numeric_limits<S>::quiet_NaN();
                return S(boost::math::expint(static_cast<unsigned>(order), v, boost_math_detail::boost_policy()));
            },
            []<class S>(const S&, const S& v) { return S(0) < v ? S(0) : std::numeric_limits<S>::quiet_NaN(); }, n, x);
    }
    template <class T>
    static constexpr std::array<T, 2> pullback(const T& n, const T& x, const T&, const T& gy) {
        const T first = exp{}(T(-x)) / x;
        const T below = pullback::select(T(1) < n, expint_of_order{}(T(n - 1), x), first);
        return {T(0), -(gy * pullback::select(n < T(1), T(first * (1 + 1 / x)), below))};
    }
};

} // namespace functions

/// Owen's T function.
template <Argument H, Argument A>
constexpr result_of<functions::owens_t, H, A> owens_t(const H& h, const A& a) {
    return functions::owens_t{}(h, a);
}

/// The exponential integral Ei(x).
template <Argument X>
constexpr result_of<functions::expint, X> expint(const X& x) {
    return functions::expint{}(x);
}

/// The exponential integral Eₙ(x) for a whole n >= 0.
template <Argument X>
constexpr result_of<functions::expint_of_order, int, X> expint(int n, const X& x) {
    return functions::expint_of_order{}(n, x);
}

} // namespace pullback

#endif
