// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_EXT_BOOST_MATH_INCOMPLETE_BETA_HPP
#define PULLBACK_EXT_BOOST_MATH_INCOMPLETE_BETA_HPP

#include <pullback/ext/boost_math/beta_series.hpp>
#include <pullback/ext/boost_math/values.hpp>
#include <pullback/functions/apply.hpp>
#include <pullback/functions/elementary.hpp>
#include <pullback/functions/exponentials.hpp>
#include <pullback/functions/scalar.hpp>
#include <pullback/functions/special.hpp>

#include <array>
#include <type_traits>

namespace pullback {

namespace functions {

/// The density x^(a-1) (1-x)^(b-1) / B(a, b). Domain a > 0, b > 0, 0 < x < 1. Rule: its logarithmic derivatives
/// ln x - ψ(a) + ψ(a+b), ln(1-x) - ψ(b) + ψ(a+b) and (a-1)/x - (b-1)/(1-x), times the value.
struct beta_density : elementary<beta_density, 3> {
    static constexpr const char* name = "beta_density";
    static constexpr notation printed{nullptr, nullptr, nullptr};
    template <class T>
    static T value(const T& a, const T& b, const T& x) {
        return boost_math_detail::by_boost(
            [](const auto& u, const auto& v, const auto& w) {
                return boost::math::ibeta_derivative(u, v, w, boost_math_detail::boost_policy());
            },
            boost_math_detail::undefined_at_infinity, a, b, x);
    }
    template <class T>
    static constexpr std::array<T, 3> pullback(const T& a, const T& b, const T& x, const T& f, const T& gf) {
        const T of_sum = digamma{}(T(a + b)), scale = gf * f;
        return {scale * (log{}(x)-digamma{}(a) + of_sum), scale * (log1p{}(T(-x))-digamma{}(b) + of_sum),
                scale * ((a - 1) / x - (b - 1) / (1 - x))};
    }
};

/// The derivative of order I by a and K by b of I_x(a, b). Domain a > 0, b > 0, 0 <= x <= 1. Rule: the next orders by a
/// and b, NaN beyond 3 in all; by x the derivative of the density, which has every order.
template <int I, int K>
struct ibeta_by : elementary<ibeta_by<I, K>, 3> {
    static constexpr const char* name = "ibeta_by";
    static constexpr notation printed{nullptr, "\\partial I_{{2}}\\left({0}, {1}\\right)", nullptr};
    template <class T>
    static T value(const T& a, const T& b, const T& x) {
        return math::by_lanes(
            [](const auto& u, const auto& v, const auto& w) {
                using S = std::remove_cvref_t<decltype(u)>;
                using W = typename boost_math_detail::series_type<S>::type;
                return static_cast<S>(boost_math_detail::ibeta_by_order(I, K, W(u), W(v), W(w)));
            },
            a, b, x);
    }
    template <class T>
    static constexpr std::array<T, 3> pullback(const T& a, const T& b, const T& x, const T&, const T& gz) {
        const T by_x = gz * (beta_density{}(a, b, x) * density_factor(a, b, x));
        if constexpr (I + K < 3) return {gz * ibeta_by<I + 1, K>{}(a, b, x), gz * ibeta_by<I, K + 1>{}(a, b, x), by_x};
        else {
            const T beyond = boost_math_detail::no_rule(gz, a, b, x);
            return {beyond, beyond, by_x};
        }
    }

private:
    // The derivative of order I and K of the density, divided by the density.
    template <class T>
    static constexpr T density_factor(const T& a, const T& b, const T& x) {
        if constexpr (I < K) {
            return ibeta_by<K, I>::factor(b, a, log1p{}(T(-x)), log{}(x));
        } else {
            return factor(a, b, log{}(x), log1p{}(T(-x)));
        }
    }

    template <class T>
    static constexpr T factor(const T& a, const T& b, const T& log_x, const T& log_rest) {
        const T sum = a + b;
        const T by_a = log_x - digamma{}(a) + digamma{}(sum);
        if constexpr (I == 1 && K == 0) return by_a;
        else {
            const T by_ab = polygamma{}(T(1), sum);
            const T by_aa = by_ab - polygamma{}(T(1), a);
            if constexpr (I == 3) {
                const T by_aaa = polygamma{}(T(2), sum) - polygamma{}(T(2), a);
                return by_a * by_a * by_a + 3 * by_a * by_aa + by_aaa;
            } else if constexpr (K == 0) {
                return by_a * by_a + by_aa;
            } else {
                const T by_b = log_rest - digamma{}(b) + digamma{}(sum);
                if constexpr (I == 1) return by_a * by_b + by_ab;
                else return by_b * (by_a * by_a + by_aa) + 2 * by_a * by_ab + polygamma{}(T(2), sum);
            }
        }
    }

    template <int, int>
    friend struct ibeta_by;
};

/// The regularised incomplete beta function I_x(a, b), the distribution of the beta density. Domain a > 0, b > 0,
/// 0 <= x <= 1. Rule: its derivatives by a and b, from its series, and the density.
struct ibeta : elementary<ibeta, 3> {
    static constexpr const char* name = "ibeta";
    static constexpr notation printed{nullptr, "I_{{2}}\\left({0}, {1}\\right)", nullptr};
    template <class T>
    static T value(const T& a, const T& b, const T& x) {
        return boost_math_detail::by_boost(
            [](const auto& u, const auto& v, const auto& w) {
                return boost::math::ibeta(u, v, w, boost_math_detail::boost_policy());
            },
            boost_math_detail::undefined_at_infinity, a, b, x);
    }
    template <class T>
    static constexpr std::array<T, 3> pullback(const T& a, const T& b, const T& x, const T&, const T& gz) {
        return {gz * ibeta_by<1, 0>{}(a, b, x), gz * ibeta_by<0, 1>{}(a, b, x), gz * beta_density{}(a, b, x)};
    }
};

/// 1 - I_x(a, b), accurate where it is small. Domain and rule as for I_x(a, b).
struct ibetac : elementary<ibetac, 3> {
    static constexpr const char* name = "ibetac";
    static constexpr notation printed{nullptr, "\\left(1 - I_{{2}}\\left({0}, {1}\\right)\\right)", nullptr};
    template <class T>
    static T value(const T& a, const T& b, const T& x) {
        return boost_math_detail::by_boost(
            [](const auto& u, const auto& v, const auto& w) {
                return boost::math::ibetac(u, v, w, boost_math_detail::boost_policy());
            },
            boost_math_detail::undefined_at_infinity, a, b, x);
    }
    template <class T>
    static constexpr std::array<T, 3> pullback(const T& a, const T& b, const T& x, const T&, const T& gz) {
        return {-(gz * ibeta_by<1, 0>{}(a, b, x)), -(gz * ibeta_by<0, 1>{}(a, b, x)), -(gz * beta_density{}(a, b, x))};
    }
};

} // namespace functions

/// The regularised incomplete beta function I_x(a, b) for a > 0, b > 0, 0 <= x <= 1.
template <Argument A, Argument B, Argument X>
constexpr result_of<functions::ibeta, A, B, X> ibeta(const A& a, const B& b, const X& x) {
    return functions::ibeta{}(a, b, x);
}

/// 1 - I_x(a, b).
template <Argument A, Argument B, Argument X>
constexpr result_of<functions::ibetac, A, B, X> ibetac(const A& a, const B& b, const X& x) {
    return functions::ibetac{}(a, b, x);
}

} // namespace pullback

#endif
