// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_MATH_ELEMENTARY_HPP
#define PULLBACK_MATH_ELEMENTARY_HPP

#include <pullback/math/compile_time/floating_point.hpp>
#include <pullback/math/compile_time/hyperbolic.hpp>
#include <pullback/math/compile_time/inverse_trigonometric.hpp>
#include <pullback/math/compile_time/rounding.hpp>
#include <pullback/math/compile_time/trigonometric.hpp>
#include <pullback/math/found.hpp>
#include <pullback/math/selection.hpp>
#include <pullback/math/several_arguments.hpp>

#include <concepts>
#include <type_traits>

/// The elementary functions for any scalar. Built-in types: the standard library at run time and
/// `compile_time` in constant expressions, which the standard functions cannot enter. Class types: the
/// function their own namespace offers, and where it offers none, an identity if a simple one exists.
namespace pullback::math {

// The run-time branch is the call of the standard function alone.
#define PULLBACK_MATH_BUILT_IN_UNARY(name)                                  \
    template <std::floating_point T>                                        \
    constexpr T name(T x) noexcept {                                        \
        if constexpr (compile_time::Word<T>) {                              \
            if (std::is_constant_evaluated()) return compile_time::name(x); \
        }                                                                   \
        return std::name(x);                                                \
    }

#define PULLBACK_MATH_FOUND_UNARY(name) \
    template <found::has_##name T>      \
    constexpr T name(const T& x) {      \
        return found::call_##name(x);   \
    }

PULLBACK_MATH_BUILT_IN_UNARY(exp)
PULLBACK_MATH_FOUND_UNARY(exp)
PULLBACK_MATH_BUILT_IN_UNARY(expm1)
PULLBACK_MATH_FOUND_UNARY(expm1)
PULLBACK_MATH_BUILT_IN_UNARY(log)
PULLBACK_MATH_FOUND_UNARY(log)
PULLBACK_MATH_BUILT_IN_UNARY(log1p)
PULLBACK_MATH_FOUND_UNARY(log1p)
PULLBACK_MATH_BUILT_IN_UNARY(sin)
PULLBACK_MATH_FOUND_UNARY(sin)
PULLBACK_MATH_BUILT_IN_UNARY(cos)
PULLBACK_MATH_FOUND_UNARY(cos)
PULLBACK_MATH_BUILT_IN_UNARY(asin)
PULLBACK_MATH_FOUND_UNARY(asin)
PULLBACK_MATH_BUILT_IN_UNARY(acos)
PULLBACK_MATH_FOUND_UNARY(acos)
PULLBACK_MATH_BUILT_IN_UNARY(atan)
PULLBACK_MATH_FOUND_UNARY(atan)
PULLBACK_MATH_BUILT_IN_UNARY(sinh)
PULLBACK_MATH_FOUND_UNARY(sinh)
PULLBACK_MATH_BUILT_IN_UNARY(cosh)
PULLBACK_MATH_FOUND_UNARY(cosh)
PULLBACK_MATH_BUILT_IN_UNARY(tanh)
PULLBACK_MATH_FOUND_UNARY(tanh)
PULLBACK_MATH_BUILT_IN_UNARY(floor)
PULLBACK_MATH_FOUND_UNARY(floor)
PULLBACK_MATH_BUILT_IN_UNARY(ceil)
PULLBACK_MATH_FOUND_UNARY(ceil)
PULLBACK_MATH_BUILT_IN_UNARY(round)
PULLBACK_MATH_FOUND_UNARY(round)
PULLBACK_MATH_BUILT_IN_UNARY(trunc)
PULLBACK_MATH_FOUND_UNARY(trunc)
PULLBACK_MATH_BUILT_IN_UNARY(cbrt)
PULLBACK_MATH_BUILT_IN_UNARY(exp2)
PULLBACK_MATH_BUILT_IN_UNARY(log2)
PULLBACK_MATH_BUILT_IN_UNARY(log10)
PULLBACK_MATH_BUILT_IN_UNARY(tan)
PULLBACK_MATH_BUILT_IN_UNARY(asinh)
PULLBACK_MATH_BUILT_IN_UNARY(acosh)
PULLBACK_MATH_BUILT_IN_UNARY(atanh)

#undef PULLBACK_MATH_BUILT_IN_UNARY
#undef PULLBACK_MATH_FOUND_UNARY

/// sign(x) |x|^(1/3).
template <class T>
    requires(found::has_cbrt<T> || (found::has_pow<T> && Selectable<T>))
constexpr T cbrt(const T& x) {
    if constexpr (found::has_cbrt<T>) {
        return found::call_cbrt(x);
    } else {
        const T root = math::pow(math::abs(x), static_cast<T>(T(1) / T(3)));
        return math::select(x < T(0), static_cast<T>(-root), root);
    }
}

/// exp(x ln 2).
template <class T>
    requires(found::has_exp2<T> || (found::has_exp<T> && found::has_log<T>))
constexpr T exp2(const T& x) {
    if constexpr (found::has_exp2<T>) {
        return found::call_exp2(x);
    } else {
        return math::exp(static_cast<T>(x * math::log(T(2))));
    }
}

/// ln(x) / ln(2).
template <class T>
    requires(found::has_log2<T> || (found::has_log<T>))
constexpr T log2(const T& x) {
    if constexpr (found::has_log2<T>) {
        return found::call_log2(x);
    } else {
        return static_cast<T>(math::log(x) / math::log(T(2)));
    }
}

/// ln(x) / ln(10).
template <class T>
    requires(found::has_log10<T> || (found::has_log<T>))
constexpr T log10(const T& x) {
    if constexpr (found::has_log10<T>) {
        return found::call_log10(x);
    } else {
        return static_cast<T>(math::log(x) / math::log(T(10)));
    }
}

/// sin(x) / cos(x).
template <class T>
    requires(found::has_tan<T> || (found::has_sin<T> && found::has_cos<T>))
constexpr T tan(const T& x) {
    if constexpr (found::has_tan<T>) {
        return found::call_tan(x);
    } else {
        return static_cast<T>(math::sin(x) / math::cos(x));
    }
}

/// sign(x) log1p(a + a^2 / (1 + sqrt(1 + a^2))) with a = |x|; without log1p, log(a + sqrt(1 + a^2)).
template <class T>
    requires(found::has_asinh<T> || (found::has_log<T> && found::has_sqrt<T> && Selectable<T>))
constexpr T asinh(const T& x) {
    if constexpr (found::has_asinh<T>) {
        return found::call_asinh(x);
    } else {
        const T size = math::abs(x);
        const T root = math::sqrt(static_cast<T>(size * size + T(1)));
        if constexpr (found::has_log1p<T>) {
            return math::copysign(math::log1p(static_cast<T>(size + size * size / (root + T(1)))), x);
        } else {
            return math::copysign(math::log(static_cast<T>(size + root)), x);
        }
    }
}

/// log1p(t + sqrt(t (x + 1))) with t = x - 1; without log1p, log(x + sqrt(t (x + 1))).
template <class T>
    requires(found::has_acosh<T> || (found::has_log<T> && found::has_sqrt<T>))
constexpr T acosh(const T& x) {
    if constexpr (found::has_acosh<T>) {
        return found::call_acosh(x);
    } else {
        const T excess = static_cast<T>(x - T(1));
        const T root = math::sqrt(static_cast<T>(excess * (x + T(1))));
        if constexpr (found::has_log1p<T>) {
            return math::log1p(static_cast<T>(excess + root));
        } else {
            return math::log(static_cast<T>(x + root));
        }
    }
}

/// log1p(2x / (1 - x)) / 2; without log1p, log((1 + x) / (1 - x)) / 2.
template <class T>
    requires(found::has_atanh<T> || (found::has_log<T>))
constexpr T atanh(const T& x) {
    if constexpr (found::has_atanh<T>) {
        return found::call_atanh(x);
    } else {
        if constexpr (found::has_log1p<T>) {
            return static_cast<T>(math::log1p(static_cast<T>(T(2) * x / (T(1) - x))) / T(2));
        } else {
            return static_cast<T>(math::log(static_cast<T>((T(1) + x) / (T(1) - x))) / T(2));
        }
    }
}

} // namespace pullback::math

#endif
