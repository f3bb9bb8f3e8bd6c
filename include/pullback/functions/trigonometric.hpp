// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_FUNCTIONS_TRIGONOMETRIC_HPP
#define PULLBACK_FUNCTIONS_TRIGONOMETRIC_HPP

#include <pullback/functions/apply.hpp>
#include <pullback/functions/arithmetic.hpp>
#include <pullback/functions/elementary.hpp>
#include <pullback/functions/powers.hpp>
#include <pullback/functions/row_facts.hpp>
#include <pullback/functions/scalar.hpp>
#include <pullback/math/elementary.hpp>

#include <array>
#include <concepts>
#include <limits>

namespace pullback::functions {

/// sin x. All reals; NaN at an infinity. Rule: cos x.
struct sin : elementary<sin, 1> {
    static constexpr const char* name = "sin";
    static constexpr notation printed{nullptr, "\\sin\\left({0}\\right)", nullptr};
    static constexpr row_facts facts{.has_slope_beside_value = true,
                                     .passes_on_nan = true,
                                     .continuous = continuity::everywhere,
                                     .is_finite_for = operand_range::all,
                                     .has_finite_derivatives_for = operand_range::finite};
    template <class T>
    static constexpr T value(const T& x) {
        return math::sin(x);
    }
    template <class T>
    static constexpr T pullback(const T& x, const T&, const T& gy);
};

/// cos x. All reals; NaN at an infinity. Rule: -sin x.
struct cos : elementary<cos, 1> {
    static constexpr const char* name = "cos";
    static constexpr notation printed{nullptr, "\\cos\\left({0}\\right)", nullptr};
    static constexpr row_facts facts{.has_slope_beside_value = true,
                                     .passes_on_nan = true,
                                     .continuous = continuity::everywhere,
                                     .is_finite_for = operand_range::all,
                                     .has_finite_derivatives_for = operand_range::finite};
    template <class T>
    static constexpr T value(const T& x) {
        return math::cos(x);
    }
    template <class T>
    static constexpr T pullback(const T& x, const T&, const T& gy) {
        return -(gy * sin{}(x));
    }
};

template <class T>
constexpr T sin::pullback(const T& x, const T&, const T& gy) {
    return gy * cos{}(x);
}

/// tan x. All reals but the odd multiples of π/2. Rule: 1 + y², a sum of positive terms.
struct tan : elementary<tan, 1> {
    static constexpr const char* name = "tan";
    static constexpr notation printed{nullptr, "\\tan\\left({0}\\right)", nullptr};
    static constexpr row_facts facts{.passes_on_nan = true, .continuous = continuity::everywhere};
    template <class T>
    static constexpr T value(const T& x) {
        return math::tan(x);
    }
    template <class T>
    static constexpr T pullback(const T&, const T& y, const T& gy) {
        return gy * (1 + y * y);
    }
};

/// arcsin x. Domain -1 <= x <= 1. Rule: 1 / √(1 - x²), +infinity at ±1.
/// 1 - x² is rounded once, so that it is accurate near ±1, and its own derivative, -2x, near 0.
struct asin : elementary<asin, 1> {
    static constexpr const char* name = "asin";
    static constexpr notation printed{nullptr, "\\arcsin\\left({0}\\right)", nullptr};
    static constexpr row_facts facts{.passes_on_nan = true, .is_finite_for = operand_range::all};
    template <class T>
    static constexpr T value(const T& x) {
        return math::asin(x);
    }
    template <class T>
    static constexpr T pullback(const T& x, const T&, const T& gy) {
        const T rest = fma{}(T(-x), x, T(1));
        return gy / sqrt{}(rest);
    }
};

/// arccos x. Domain -1 <= x <= 1. Rule: -1 / √(1 - x²), -infinity at ±1; see asin.
struct acos : elementary<acos, 1> {
    static constexpr const char* name = "acos";
    static constexpr notation printed{nullptr, "\\arccos\\left({0}\\right)", nullptr};
    static constexpr row_facts facts{.passes_on_nan = true, .is_finite_for = operand_range::all};
    template <class T>
    static constexpr T value(const T& x) {
        return math::acos(x);
    }
    template <class T>
    static constexpr T pullback(const T& x, const T&, const T& gy) {
        const T rest = fma{}(T(-x), x, T(1));
        return -(gy / sqrt{}(rest));
    }
};

/// arctan x. All reals. Rule: 1 / (1 + x²).
struct atan : elementary<atan, 1> {
    static constexpr const char* name = "atan";
    static constexpr notation printed{nullptr, "\\arctan\\left({0}\\right)", nullptr};
    static constexpr row_facts facts{.passes_on_nan = true,
                                     .is_defined_everywhere = true,
                                     .continuous = continuity::everywhere,
                                     .is_finite_for = operand_range::all,
                                     .has_finite_derivatives_for = operand_range::finite};
    template <class T>
    static constexpr T value(const T& x) {
        return math::atan(x);
    }
    template <class T>
    static constexpr T pullback(const T& x, const T&, const T& gy) {
        return gy / (1 + x * x);
    }
};

/// The larger of |x| and |y|, if infinite the largest number, as a constant to every derivative: what a rule divides by
/// before it squares. 1 in single precision, where a division and two comparisons are a third of a small program on a
/// microcontroller: squares beyond 10^±38 leave the range there.
struct common_scale : elementary<common_scale, 2> {
    static constexpr const char* name = "scale";
    static constexpr notation printed{nullptr, "\\operatorname{scale}\\left({0}, {1}\\right)",
                                      "fmin(fmax(fabs({0}), fabs({1})), nextafter(INFINITY, 0))", 9, "1.0"};
    static constexpr row_facts facts{.has_finite_derivatives_for = operand_range::finite};
    template <class T>
    static constexpr T value(const T& x, const T& y) {
        if constexpr (is_single<T>()) return T(1);
        const T most = math::max(math::abs(x), math::abs(y));
        if constexpr (std::floating_point<T>) return math::min(most, std::numeric_limits<T>::max());
        else if constexpr (requires { std::numeric_limits<typename T::value_type>::max(); }) // a batch of numbers
            return math::min(most, T(std::numeric_limits<typename T::value_type>::max()));
        else return math::select(most - most == T(0), most, T(1));
    }
    template <class T>
    static constexpr std::array<T, 2> pullback(const T&, const T&, const T&, const T&) {
        return {T(0), T(0)};
    }

private:
    template <class T>
    static constexpr bool is_single() {
        if constexpr (requires { typename T::value_type; }) return std::is_same_v<typename T::value_type, float>;
        else return std::is_same_v<T, float>;
    }
};

/// The angle of the point (x, y), first operand y, in [-π, π]. Rule: x / r² and -y / r² with r² = x² + y². What is
/// squared is relative to the larger of |x| and |y|, in derivatives of every order, so that these leave the range of
/// the scalar only with their value. At the origin, which has no angle, they are NaN.
struct atan2 : elementary<atan2, 2> {
    static constexpr const char* name = "atan2";
    static constexpr notation printed{nullptr, "\\operatorname{atan2}\\left({0}, {1}\\right)", nullptr};
    static constexpr row_facts facts{.is_finite_for = operand_range::all};
    template <class T>
    static constexpr T value(const T& y, const T& x) {
        return math::atan2(y, x);
    }
    template <class T>
    static constexpr std::array<T, 2> pullback(const T& y, const T& x, const T&, const T& gz) {
        const T scale = common_scale{}(y, x);
        const T v = y / scale, u = x / scale;
        const T share = gz / (x * u + y * v);
        return {share * u, -(share * v)};
    }
};

} // namespace pullback::functions

namespace pullback {

/// Sine of x radians.
template <Argument X>
constexpr result_of<functions::sin, X> sin(const X& x) {
    return functions::sin{}(x);
}

/// Cosine of x radians.
template <Argument X>
constexpr result_of<functions::cos, X> cos(const X& x) {
    return functions::cos{}(x);
}

/// Tangent of x radians.
template <Argument X>
constexpr result_of<functions::tan, X> tan(const X& x) {
    return functions::tan{}(x);
}

/// Inverse sine, in [-π/2, π/2]. Domain -1 <= x <= 1.
template <Argument X>
constexpr result_of<functions::asin, X> asin(const X& x) {
    return functions::asin{}(x);
}

/// Inverse cosine, in [0, π]. Domain -1 <= x <= 1.
template <Argument X>
constexpr result_of<functions::acos, X> acos(const X& x) {
    return functions::acos{}(x);
}

/// Inverse tangent, in [-π/2, π/2].
template <Argument X>
constexpr result_of<functions::atan, X> atan(const X& x) {
    return functions::atan{}(x);
}

/// The angle of the point (x, y), in [-π, π].
template <Argument Y, Argument X>
constexpr result_of<functions::atan2, Y, X> atan2(const Y& y, const X& x) {
    return functions::atan2{}(y, x);
}

} // namespace pullback

#endif
