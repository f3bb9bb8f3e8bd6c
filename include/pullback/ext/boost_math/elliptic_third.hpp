// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_EXT_BOOST_MATH_ELLIPTIC_THIRD_HPP
#define PULLBACK_EXT_BOOST_MATH_ELLIPTIC_THIRD_HPP

#include <pullback/ext/boost_math/elliptic_moments.hpp>
#include <pullback/ext/boost_math/values.hpp>
#include <pullback/functions/apply.hpp>
#include <pullback/functions/arithmetic.hpp>
#include <pullback/functions/elementary.hpp>
#include <pullback/functions/powers.hpp>
#include <pullback/functions/scalar.hpp>
#include <pullback/functions/trigonometric.hpp>

#include <boost/math/special_functions/ellint_3.hpp>

#include <array>
#include <limits>
#include <type_traits>

namespace pullback {

namespace boost_math_detail {

// The derivative of order i by n and j by m = k², but for factors, of the integral of the third kind.
template <class T>
T third_moment_up_to(int i, int j, const T& m, const T& n, const T& angle) {
    const T s = math::sin(angle), quarter_turn = math::pi<T>() / T(2);
    const T most = math::abs(angle) < quarter_turn ? T(s * s) : T(1);
    if (!(m * most < T(1)) || !(n * most < T(1)) || !(math::abs(angle) <= (std::numeric_limits<T>::max)()))
        return std::numeric_limits<T>::quiet_NaN();
    return elliptic_moment<T>(i, j, n, m).up_to(angle);
}

} // namespace boost_math_detail

namespace functions {

/// ∫ sin²⁽ᴵ⁺ᴶ⁾θ (1 - n sin²θ)^(-1-I) (1 - m sin²θ)^(-1/2-J) dθ up to φ. Domain: both factors positive up to φ. Rule by
/// m and n: (J + 1/2) and (I + 1) times the next ones, NaN beyond order 3 in all; by φ: the integrand.
template <int I, int J>
struct ellint_3_moment : elementary<ellint_3_moment<I, J>, 3> {
    static constexpr const char* name = "ellint_3_moment";
    static constexpr notation printed{nullptr, nullptr, nullptr};
    template <class T>
    static T value(const T& m, const T& n, const T& angle) {
        return math::by_lanes(
            [](const auto& u, const auto& v, const auto& w) {
                using S = std::remove_cvref_t<decltype(u)>;
                using W = typename boost_math_detail::series_type<S>::type;
                return static_cast<S>(boost_math_detail::third_moment_up_to(I, J, W(u), W(v), W(w)));
            },
            m, n, angle);
    }
    template <class T>
    static constexpr std::array<T, 3> pullback(const T& m, const T& n, const T& angle, const T&, const T& gz) {
        const T square = functions::square{}(sin{}(angle)), radicand = 1 - m * square, factor = 1 - n * square;
        T integrand = 1 / (factor * sqrt{}(radicand));
        for (int i = 0; i < I; ++i) integrand = integrand * (square / factor);
        for (int j = 0; j < J; ++j) integrand = integrand * (square / radicand);
        const T by_angle = gz * integrand;
        if constexpr (I + J < 3) {
            return {gz * (T(2 * J + 1) / 2 * ellint_3_moment<I, J + 1>{}(m, n, angle)),
                    gz * (T(I + 1) * ellint_3_moment<I + 1, J>{}(m, n, angle)), by_angle};
        } else {
            const T beyond = boost_math_detail::no_rule(gz, m, n, angle);
            return {beyond, beyond, by_angle};
        }
    }
};

/// The elliptic integral of the third kind Π(k, n, φ). Domain |k sin φ| <= 1; its derivatives have n sin²φ < 1 too.
/// Rule: 2k and 1 times the integrals of `ellint_3_moment`, and the integrand.
struct ellint_3 : elementary<ellint_3, 3> {
    static constexpr const char* name = "ellint_3";
    static constexpr notation printed{nullptr, "\\Pi\\left({0}, {1}, {2}\\right)", nullptr};
    template <class T>
    static T value(const T& k, const T& n, const T& angle) {
        return boost_math_detail::by_boost(
            [](const auto& u, const auto& v, const auto& w) {
                return boost::math::ellint_3(u, v, w, boost_math_detail::boost_policy());
            },
            boost_math_detail::undefined_at_infinity, k, n, angle);
    }
    template <class T>
    static constexpr std::array<T, 3> pullback(const T& k, const T& n, const T& angle, const T&, const T& gz) {
        const T m = k * k, square = functions::square{}(sin{}(angle));
        return {gz * (k * ellint_3_moment<0, 1>{}(m, n, angle)), gz * ellint_3_moment<1, 0>{}(m, n, angle),
                gz / ((1 - n * square) * sqrt{}(T(1 - m * square)))};
    }
};

/// The complete elliptic integral of the third kind Π(k, n) = Π(k, n, π/2). Domain |k| < 1; its derivatives have n < 1.
/// Rule: as there.
struct comp_ellint_3 : elementary<comp_ellint_3, 2> {
    static constexpr const char* name = "comp_ellint_3";
    static constexpr notation printed{nullptr, "\\Pi\\left({0}, {1}\\right)", nullptr};
    template <class T>
    static T value(const T& k, const T& n) {
        return boost_math_detail::by_boost(
            [](const auto& u, const auto& v) { return boost::math::ellint_3(u, v, boost_math_detail::boost_policy()); },
            boost_math_detail::undefined_at_infinity, k, n);
    }
    template <class T>
    static constexpr std::array<T, 2> pullback(const T& k, const T& n, const T&, const T& gz) {
        const T m = k * k, angle = 2 * atan{}(constant_like(k, 1));
        return {gz * (k * ellint_3_moment<0, 1>{}(m, n, angle)), gz * ellint_3_moment<1, 0>{}(m, n, angle)};
    }
};

} // namespace functions

/// The elliptic integral of the third kind, with the modulus k, the characteristic n and the angle φ.
template <Argument K, Argument N, Argument Angle>
constexpr result_of<functions::ellint_3, K, N, Angle> ellint_3(const K& k, const N& n, const Angle& angle) {
    return functions::ellint_3{}(k, n, angle);
}

/// The complete elliptic integral of the third kind.
template <Argument K, Argument N>
constexpr result_of<functions::comp_ellint_3, K, N> comp_ellint_3(const K& k, const N& n) {
    return functions::comp_ellint_3{}(k, n);
}

} // namespace pullback

#endif
