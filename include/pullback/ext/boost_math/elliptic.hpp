// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_EXT_BOOST_MATH_ELLIPTIC_HPP
#define PULLBACK_EXT_BOOST_MATH_ELLIPTIC_HPP

#include <pullback/ext/boost_math/elliptic_moments.hpp>
#include <pullback/ext/boost_math/values.hpp>
#include <pullback/functions/apply.hpp>
#include <pullback/functions/arithmetic.hpp>
#include <pullback/functions/elementary.hpp>
#include <pullback/functions/powers.hpp>
#include <pullback/functions/scalar.hpp>
#include <pullback/functions/trigonometric.hpp>

#include <boost/math/special_functions/ellint_1.hpp>
#include <boost/math/special_functions/ellint_2.hpp>

#include <array>
#include <type_traits>

namespace pullback {

namespace functions {

// Legendre's elliptic integrals of the first and second kind, with the modulus k, |k| <= 1, first; those of the third
// are in elliptic_third.hpp. Their derivatives by m = k² are integrals of the same form with another power of sin²θ;
// those are rows of their own, so that every order is smooth at k = 0.

/// ∫ sin²ʲθ (1 - m sin²θ)^(-1/2-j) dθ up to φ, with the literal whole number 0 <= j <= 40 as first operand. Domain
/// m < 1. Rule by m: (j + 1/2) times that of j + 1; by φ: the integrand.
struct ellint_1_moment : elementary<ellint_1_moment, 3> {
    static constexpr const char* name = "ellint_1_moment";
    static constexpr notation printed{nullptr, "F_{{0}}\\left({1}, {2}\\right)", nullptr};
    template <class T>
    static T value(const T& j, const T& m, const T& angle) {
        return math::by_lanes(
            [](const auto& order, const auto& u, const auto& v) {
                using S = std::remove_cvref_t<decltype(u)>;
                using W = typename boost_math_detail::series_type<S>::type;
                return static_cast<S>(
                    boost_math_detail::elliptic_moment_up_to(static_cast<int>(order), W(u), W(v), false));
            },
            j, m, angle);
    }
    template <class T>
    static constexpr std::array<T, 3> pullback(const T& j, const T& m, const T& angle, const T&, const T& gz) {
        const T half = T(1) / T(2), power = j + half;
        const T square = functions::square{}(sin{}(angle));
        const T integrand = pow{}(square, j) * pow{}(T(1 - m * square), T(-power));
        return {T(0), gz * (power * ellint_1_moment{}(T(j + 1), m, angle)), gz * integrand};
    }
};

/// ∫ sin²ʲθ (1 - m sin²θ)^(1/2-j) dθ up to φ, with the literal whole number 0 <= j <= 40 as first operand. Domain
/// m < 1. Rule by m: (j - 1/2) times that of j + 1; by φ: the integrand.
struct ellint_2_moment : elementary<ellint_2_moment, 3> {
    static constexpr const char* name = "ellint_2_moment";
    static constexpr notation printed{nullptr, "E_{{0}}\\left({1}, {2}\\right)", nullptr};
    template <class T>
    static T value(const T& j, const T& m, const T& angle) {
        return math::by_lanes(
            [](const auto& order, const auto& u, const auto& v) {
                using S = std::remove_cvref_t<decltype(u)>;
                using W = typename boost_math_detail::series_type<S>::type;
                return static_cast<S>(
                    boost_math_detail::elliptic_moment_up_to(static_cast<int>(order), W(u), W(v), true));
            },
            j, m, angle);
    }
    template <class T>
    static constexpr std::array<T, 3> pullback(const T& j, const T& m, const T& angle, const T&, const T& gz) {
        const T half = T(1) / T(2), power = j - half;
        const T square = functions::square{}(sin{}(angle));
        const T integrand = pow{}(square, j) * pow{}(T(1 - m * square), T(-power));
        return {T(0), gz * (power * ellint_2_moment{}(T(j + 1), m, angle)), gz * integrand};
    }
};

/// The elliptic integral of the first kind F(k, φ). Rule by k: k ∫ sin²θ (1 - k² sin²θ)^(-3/2) dθ; by φ: the integrand.
struct ellint_1 : elementary<ellint_1, 2> {
    static constexpr const char* name = "ellint_1";
    static constexpr notation printed{nullptr, "F\\left({0}, {1}\\right)", nullptr};
    template <class T>
    static T value(const T& k, const T& angle) {
        return boost_math_detail::by_boost(
            [](const auto& u, const auto& v) { return boost::math::ellint_1(u, v, boost_math_detail::boost_policy()); },
            boost_math_detail::undefined_at_infinity, k, angle);
    }
    template <class T>
    static constexpr std::array<T, 2> pullback(const T& k, const T& angle, const T&, const T& gz) {
        const T m = k * k, radicand = 1 - m * functions::square{}(sin{}(angle));
        return {gz * (k * ellint_1_moment{}(T(1), m, angle)), gz / sqrt{}(radicand)};
    }
};

/// The elliptic integral of the second kind E(k, φ). Rule by k: -k ∫ sin²θ (1 - k² sin²θ)^(-1/2) dθ; by φ: the
/// integrand.
struct ellint_2 : elementary<ellint_2, 2> {
    static constexpr const char* name = "ellint_2";
    static constexpr notation printed{nullptr, "E\\left({0}, {1}\\right)", nullptr};
    template <class T>
    static T value(const T& k, const T& angle) {
        return boost_math_detail::by_boost(
            [](const auto& u, const auto& v) { return boost::math::ellint_2(u, v, boost_math_detail::boost_policy()); },
            boost_math_detail::undefined_at_infinity, k, angle);
    }
    template <class T>
    static constexpr std::array<T, 2> pullback(const T& k, const T& angle, const T&, const T& gz) {
        const T m = k * k, radicand = 1 - m * functions::square{}(sin{}(angle));
        return {-(gz * (k * ellint_2_moment{}(T(1), m, angle))), gz * sqrt{}(radicand)};
    }
};

/// The complete elliptic integral of the first kind K(k) = F(k, π/2). Rule: as there.
struct comp_ellint_1 : elementary<comp_ellint_1, 1> {
    static constexpr const char* name = "comp_ellint_1";
    static constexpr notation printed{nullptr, "K\\left({0}\\right)", nullptr};
    template <class T>
    static T value(const T& k) {
        return boost_math_detail::by_boost(
            [](const auto& u) { return boost::math::ellint_1(u, boost_math_detail::boost_policy()); },
            boost_math_detail::undefined_at_infinity, k);
    }
    template <class T>
    static constexpr T pullback(const T& k, const T&, const T& gy) {
        return gy * (k * ellint_1_moment{}(T(1), T(k * k), T(2 * atan{}(constant_like(k, 1)))));
    }
};

/// The complete elliptic integral of the second kind E(k) = E(k, π/2). Rule: as there.
struct comp_ellint_2 : elementary<comp_ellint_2, 1> {
    static constexpr const char* name = "comp_ellint_2";
    static constexpr notation printed{nullptr, "E\\left({0}\\right)", nullptr};
    template <class T>
    static T value(const T& k) {
        return boost_math_detail::by_boost(
            [](const auto& u) { return boost::math::ellint_2(u, boost_math_detail::boost_policy()); },
            boost_math_detail::undefined_at_infinity, k);
    }
    template <class T>
    static constexpr T pullback(const T& k, const T&, const T& gy) {
        return -(gy * (k * ellint_2_moment{}(T(1), T(k * k), T(2 * atan{}(constant_like(k, 1))))));
    }
};

} // namespace functions

/// The elliptic integral of the first kind, with the modulus k and the angle φ.
template <Argument K, Argument Angle>
constexpr result_of<functions::ellint_1, K, Angle> ellint_1(const K& k, const Angle& angle) {
    return functions::ellint_1{}(k, angle);
}

/// The elliptic integral of the second kind.
template <Argument K, Argument Angle>
constexpr result_of<functions::ellint_2, K, Angle> ellint_2(const K& k, const Angle& angle) {
    return functions::ellint_2{}(k, angle);
}

/// The complete elliptic integral of the first kind.
template <Argument K>
constexpr result_of<functions::comp_ellint_1, K> comp_ellint_1(const K& k) {
    return functions::comp_ellint_1{}(k);
}

/// The complete elliptic integral of the second kind.
template <Argument K>
constexpr result_of<functions::comp_ellint_2, K> comp_ellint_2(const K& k) {
    return functions::comp_ellint_2{}(k);
}

} // namespace pullback

#endif
