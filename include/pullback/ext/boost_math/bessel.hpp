// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_EXT_BOOST_MATH_BESSEL_HPP
#define PULLBACK_EXT_BOOST_MATH_BESSEL_HPP

#include <pullback/ext/boost_math/values.hpp>
#include <pullback/functions/apply.hpp>
#include <pullback/functions/elementary.hpp>
#include <pullback/functions/scalar.hpp>

#include <boost/math/special_functions/bessel.hpp>

#include <array>
#include <limits>

namespace pullback {

namespace boost_math_detail {

// What these functions tend to for x towards infinity; an infinite order has no limit.
inline constexpr auto zero_at_infinity = []<class S>(const S& order, const S& x) {
    const bool is_limit = order - order == S(0) && S(0) < x;
    return is_limit ? S(0) : std::numeric_limits<S>::quiet_NaN();
};
inline constexpr auto infinite_at_infinity = []<class S>(const S& order, const S& x) {
    const bool is_limit = order - order == S(0) && S(0) < x;
    return is_limit ? x : std::numeric_limits<S>::quiet_NaN();
};

} // namespace boost_math_detail

namespace functions {

// The rules by x are Abramowitz and Stegun 9.1.27 and 9.6.26. There is no rule by the order: its adjoint is NaN.

/// The Bessel function J of real order. Domain x >= 0, or a whole order.
struct cyl_bessel_j : elementary<cyl_bessel_j, 2> {
    static constexpr const char* name = "cyl_bessel_j";
    static constexpr notation printed{nullptr, "J_{{0}}\\left({1}\\right)", nullptr};
    template <class T>
    static T value(const T& order, const T& x) {
        return boost_math_detail::by_boost(
            [](const auto& n, const auto& v) {
                return boost::math::cyl_bessel_j(n, v, boost_math_detail::boost_policy());
            },
            boost_math_detail::zero_at_infinity, order, x);
    }
    template <class T>
    static constexpr std::array<T, 2> pullback(const T& order, const T& x, const T&, const T& gz) {
        const T difference = cyl_bessel_j{}(T(order - 1), x) - cyl_bessel_j{}(T(order + 1), x);
        return {boost_math_detail::no_rule(gz, order, x), gz * (difference / 2)};
    }
};

/// The Bessel function Y of real order, also called Neumann's. Domain x > 0.
struct cyl_neumann : elementary<cyl_neumann, 2> {
    static constexpr const char* name = "cyl_neumann";
    static constexpr notation printed{nullptr, "Y_{{0}}\\left({1}\\right)", nullptr};
    template <class T>
    static T value(const T& order, const T& x) {
        return boost_math_detail::by_boost(
            []<class S>(const S& n, const S& v) {
                if (v == S(0) && n >= S(0)) return S(-std::numeric_limits<S>::infinity());
                return S(boost::math::cyl_neumann(n, v, boost_math_detail::boost_policy()));
            },
            boost_math_detail::zero_at_infinity, order, x);
    }
    template <class T>
    static constexpr std::array<T, 2> pullback(const T& order, const T& x, const T&, const T& gz) {
        const T difference = cyl_neumann{}(T(order - 1), x) - cyl_neumann{}(T(order + 1), x);
        return {boost_math_detail::no_rule(gz, order, x), gz * (difference / 2)};
    }
};

/// The modified Bessel function I of real order. Domain x >= 0, or a whole order.
struct cyl_bessel_i : elementary<cyl_bessel_i, 2> {
    static constexpr const char* name = "cyl_bessel_i";
    static constexpr notation printed{nullptr, "I_{{0}}\\left({1}\\right)", nullptr};
    template <class T>
    static T value(const T& order, const T& x) {
        return boost_math_detail::by_boost(
            [](const auto& n, const auto& v) {
                return boost::math::cyl_bessel_i(n, v, boost_math_detail::boost_policy());
            },
            boost_math_detail::infinite_at_infinity, order, x);
    }
    template <class T>
    static constexpr std::array<T, 2> pullback(const T& order, const T& x, const T&, const T& gz) {
        const T sum = cyl_bessel_i{}(T(order - 1), x) + cyl_bessel_i{}(T(order + 1), x);
        return {boost_math_detail::no_rule(gz, order, x), gz * (sum / 2)};
    }
};

/// The modified Bessel function K of real order. Domain x > 0.
struct cyl_bessel_k : elementary<cyl_bessel_k, 2> {
    static constexpr const char* name = "cyl_bessel_k";
    static constexpr notation printed{nullptr, "K_{{0}}\\left({1}\\right)", nullptr};
    template <class T>
    static T value(const T& order, const T& x) {
        return boost_math_detail::by_boost(
            [](const auto& n, const auto& v) {
                return boost::math::cyl_bessel_k(n, v, boost_math_detail::boost_policy());
            },
            boost_math_detail::zero_at_infinity, order, x);
    }
    template <class T>
    static constexpr std::array<T, 2> pullback(const T& order, const T& x, const T&, const T& gz) {
        const T sum = cyl_bessel_k{}(T(order - 1), x) + cyl_bessel_k{}(T(order + 1), x);
        return {boost_math_detail::no_rule(gz, order, x), -(gz * (sum / 2))};
    }
};

} // namespace functions

/// The Bessel function J; the order is a parameter without derivative.
template <Argument N, Argument X>
constexpr result_of<functions::cyl_bessel_j, N, X> cyl_bessel_j(const N& order, const X& x) {
    return functions::cyl_bessel_j{}(order, x);
}

/// The Bessel function Y.
template <Argument N, Argument X>
constexpr result_of<functions::cyl_neumann, N, X> cyl_neumann(const N& order, const X& x) {
    return functions::cyl_neumann{}(order, x);
}

/// The modified Bessel function I.
template <Argument N, Argument X>
constexpr result_of<functions::cyl_bessel_i, N, X> cyl_bessel_i(const N& order, const X& x) {
    return functions::cyl_bessel_i{}(order, x);
}

/// The modified Bessel function K.
template <Argument N, Argument X>
constexpr result_of<functions::cyl_bessel_k, N, X> cyl_bessel_k(const N& order, const X& x) {
    return functions::cyl_bessel_k{}(order, x);
}

} // namespace pullback

#endif
