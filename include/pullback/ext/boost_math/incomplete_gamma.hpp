// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_EXT_BOOST_MATH_INCOMPLETE_GAMMA_HPP
#define PULLBACK_EXT_BOOST_MATH_INCOMPLETE_GAMMA_HPP

#include <pullback/ext/boost_math/gamma_series.hpp>
#include <pullback/ext/boost_math/values.hpp>
#include <pullback/functions/apply.hpp>
#include <pullback/functions/elementary.hpp>
#include <pullback/functions/scalar.hpp>

#include <array>
#include <limits>
#include <type_traits>

namespace pullback {

namespace functions {

/// The derivative of order n by a of the density x^(a-1) e^-x / Γ(a), with the literal whole number 0 <= n <= 12 as
/// first operand. Domain a > 0, x > 0. Rule by a: that of order n + 1; by x: f⁽ⁿ⁾ ((a-1)/x - 1) + n f⁽ⁿ⁻¹⁾ / x.
struct gamma_density : elementary<gamma_density, 3> {
    static constexpr const char* name = "gamma_density";
    static constexpr notation printed{nullptr, "\\partial_a^{{0}} f\\left({1}, {2}\\right)", nullptr};
    template <class T>
    static T value(const T& n, const T& a, const T& x) {
        return math::by_lanes(
            [](const auto& order, const auto& u, const auto& v) {
                using S = std::remove_cvref_t<decltype(u)>;
                using W = typename boost_math_detail::series_type<S>::type;
                return static_cast<S>(boost_math_detail::gamma_density_by_order(static_cast<int>(order), W(u), W(v)));
            },
            n, a, x);
    }
    template <class T>
    static constexpr std::array<T, 3> pullback(const T& n, const T& a, const T& x, const T& f, const T& gf) {
        const T lower = n * (gamma_density{}(T(n - 1), a, x) / x);
        return {T(0), gf * gamma_density{}(T(n + 1), a, x), gf * (f * ((a - 1) / x - 1) + lower)};
    }
};

/// The derivative of order n by a of P(a, x), with the literal whole number 1 <= n <= 12 as first operand. Domain
/// a > 0, x >= 0. Rule by a: that of order n + 1; by x: that of order n of the density.
struct gamma_p_by_a : elementary<gamma_p_by_a, 3> {
    static constexpr const char* name = "gamma_p_by_a";
    static constexpr notation printed{nullptr, "\\partial_a^{{0}} P\\left({1}, {2}\\right)", nullptr};
    template <class T>
    static T value(const T& n, const T& a, const T& x) {
        return math::by_lanes(
            [](const auto& order, const auto& u, const auto& v) {
                using S = std::remove_cvref_t<decltype(u)>;
                using W = typename boost_math_detail::series_type<S>::type;
                return static_cast<S>(boost_math_detail::gamma_p_by_order(static_cast<int>(order), W(u), W(v)));
            },
            n, a, x);
    }
    template <class T>
    static constexpr std::array<T, 3> pullback(const T& n, const T& a, const T& x, const T&, const T& gz) {
        return {T(0), gz * gamma_p_by_a{}(T(n + 1), a, x), gz * gamma_density{}(n, a, x)};
    }
};

/// The regularised incomplete gamma function P(a, x), the distribution of the gamma density. Domain a > 0, x >= 0.
/// Rule: its derivative by a, from the same series, and the density.
struct gamma_p : elementary<gamma_p, 2> {
    static constexpr const char* name = "gamma_p";
    static constexpr notation printed{nullptr, "P\\left({0}, {1}\\right)", nullptr};
    template <class T>
    static T value(const T& a, const T& x) {
        return boost_math_detail::by_boost(
            [](const auto& u, const auto& v) { return boost::math::gamma_p(u, v, boost_math_detail::boost_policy()); },
            []<class S>(const S& u, const S& v) {
                const bool is_limit = S(0) < u && u <= (std::numeric_limits<S>::max)() && S(0) < v;
                return is_limit ? S(1) : std::numeric_limits<S>::quiet_NaN();
            },
            a, x);
    }
    template <class T>
    static constexpr std::array<T, 2> pullback(const T& a, const T& x, const T&, const T& gz) {
        return {gz * gamma_p_by_a{}(T(1), a, x), gz * gamma_density{}(T(0), a, x)};
    }
};

/// 1 - P(a, x), accurate where it is small. Domain and rule as for P.
struct gamma_q : elementary<gamma_q, 2> {
    static constexpr const char* name = "gamma_q";
    static constexpr notation printed{nullptr, "Q\\left({0}, {1}\\right)", nullptr};
    template <class T>
    static T value(const T& a, const T& x) {
        return boost_math_detail::by_boost(
            [](const auto& u, const auto& v) { return boost::math::gamma_q(u, v, boost_math_detail::boost_policy()); },
            []<class S>(const S& u, const S& v) {
                const bool is_limit = S(0) < u && u <= (std::numeric_limits<S>::max)() && S(0) < v;
                return is_limit ? S(0) : std::numeric_limits<S>::quiet_NaN();
            },
            a, x);
    }
    template <class T>
    static constexpr std::array<T, 2> pullback(const T& a, const T& x, const T&, const T& gz) {
        return {-(gz * gamma_p_by_a{}(T(1), a, x)), -(gz * gamma_density{}(T(0), a, x))};
    }
};

} // namespace functions

/// The regularised incomplete gamma function P(a, x) for a > 0, x >= 0.
template <Argument A, Argument X>
constexpr result_of<functions::gamma_p, A, X> gamma_p(const A& a, const X& x) {
    return functions::gamma_p{}(a, x);
}

/// 1 - P(a, x).
template <Argument A, Argument X>
constexpr result_of<functions::gamma_q, A, X> gamma_q(const A& a, const X& x) {
    return functions::gamma_q{}(a, x);
}

} // namespace pullback

#endif
