// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_FUNCTIONS_HYPERBOLIC_HPP
#define PULLBACK_FUNCTIONS_HYPERBOLIC_HPP

#include <pullback/functions/apply.hpp>
#include <pullback/functions/arithmetic.hpp>
#include <pullback/functions/elementary.hpp>
#include <pullback/functions/powers.hpp>
#include <pullback/functions/row_facts.hpp>
#include <pullback/functions/scalar.hpp>
#include <pullback/math/elementary.hpp>

namespace pullback::functions {

/// sinh x. All reals. Rule: cosh x.
struct sinh : elementary<sinh, 1> {
    static constexpr const char* name = "sinh";
    static constexpr notation printed{nullptr, "\\sinh\\left({0}\\right)", nullptr};
    static constexpr row_facts facts{.passes_on_nan = true,
                                     .continuous = continuity::everywhere,
                                     .has_finite_derivatives_for = operand_range::moderate};
    template <class T>
    static constexpr T value(const T& x) {
        return math::sinh(x);
    }
    template <class T>
    static constexpr T pullback(const T& x, const T&, const T& gy);
};

/// cosh x. All reals. Rule: sinh x.
struct cosh : elementary<cosh, 1> {
    static constexpr const char* name = "cosh";
    static constexpr notation printed{nullptr, "\\cosh\\left({0}\\right)", nullptr};
    static constexpr row_facts facts{.passes_on_nan = true,
                                     .continuous = continuity::everywhere,
                                     .is_nonzero_for = operand_range::all,
                                     .has_finite_derivatives_for = operand_range::moderate,
                                     .sign = result_sign::positive};
    template <class T>
    static constexpr T value(const T& x) {
        return math::cosh(x);
    }
    template <class T>
    static constexpr T pullback(const T& x, const T&, const T& gy) {
        return gy * sinh{}(x);
    }
};

template <class T>
constexpr T sinh::pullback(const T& x, const T&, const T& gy) {
    return gy * cosh{}(x);
}

/// tanh x. All reals. Rule: 1 - y², which costs no further hyperbolic function. Its error is a unit in the
/// last place of 1, as that of y: where |x| is large and y is nearly ±1, the small derivative keeps few
/// digits, and at last is 0.
struct tanh : elementary<tanh, 1> {
    static constexpr const char* name = "tanh";
    static constexpr notation printed{nullptr, "\\tanh\\left({0}\\right)", nullptr};
    static constexpr row_facts facts{.passes_on_nan = true,
                                     .is_defined_everywhere = true,
                                     .continuous = continuity::everywhere,
                                     .is_finite_for = operand_range::all,
                                     .has_finite_derivatives_for = operand_range::finite};
    template <class T>
    static constexpr T value(const T& x) {
        return math::tanh(x);
    }
    template <class T>
    static constexpr T pullback(const T&, const T& y, const T& gy) {
        return gy * (1 - y * y);
    }
};

/// arsinh x. All reals. Rule: 1 / √(1 + x²), without overflow.
struct asinh : elementary<asinh, 1> {
    static constexpr const char* name = "asinh";
    static constexpr notation printed{nullptr, "\\operatorname{arsinh}\\left({0}\\right)", nullptr};
    static constexpr row_facts facts{.continuous = continuity::everywhere,
                                     .has_finite_derivatives_for = operand_range::finite};
    template <class T>
    static constexpr T value(const T& x) {
        return math::asinh(x);
    }
    template <class T>
    static constexpr T pullback(const T& x, const T&, const T& gy) {
        return gy / hypot{}(x, T(1));
    }
};

/// arcosh x. Domain x >= 1. Rule: 1 / (√(x - 1) √(x + 1)), +infinity at 1; two roots, as the product of their
/// radicands overflows.
struct acosh : elementary<acosh, 1> {
    static constexpr const char* name = "acosh";
    static constexpr notation printed{nullptr, "\\operatorname{arcosh}\\left({0}\\right)", nullptr};
    template <class T>
    static constexpr T value(const T& x) {
        return math::acosh(x);
    }
    template <class T>
    static constexpr T pullback(const T& x, const T&, const T& gy) {
        const T below = x - 1, above = x + 1;
        return gy / (sqrt{}(below)*sqrt{}(above));
    }
};

/// artanh x. Domain -1 < x < 1; ±infinity at ±1. Rule: 1 / (1 - x²), with 1 - x² rounded once as for asin.
struct atanh : elementary<atanh, 1> {
    static constexpr const char* name = "atanh";
    static constexpr notation printed{nullptr, "\\operatorname{artanh}\\left({0}\\right)", nullptr};
    template <class T>
    static constexpr T value(const T& x) {
        return math::atanh(x);
    }
    template <class T>
    static constexpr T pullback(const T& x, const T&, const T& gy) {
        return gy / fma{}(T(-x), x, T(1));
    }
};

} // namespace pullback::functions

namespace pullback {

/// Hyperbolic sine.
template <Argument X>
constexpr result_of<functions::sinh, X> sinh(const X& x) {
    return functions::sinh{}(x);
}

/// Hyperbolic cosine.
template <Argument X>
constexpr result_of<functions::cosh, X> cosh(const X& x) {
    return functions::cosh{}(x);
}

/// Hyperbolic tangent.
template <Argument X>
constexpr result_of<functions::tanh, X> tanh(const X& x) {
    return functions::tanh{}(x);
}

/// Inverse hyperbolic sine.
template <Argument X>
constexpr result_of<functions::asinh, X> asinh(const X& x) {
    return functions::asinh{}(x);
}

/// Inverse hyperbolic cosine. Domain x >= 1.
template <Argument X>
constexpr result_of<functions::acosh, X> acosh(const X& x) {
    return functions::acosh{}(x);
}

/// Inverse hyperbolic tangent. Domain -1 < x < 1.
template <Argument X>
constexpr result_of<functions::atanh, X> atanh(const X& x) {
    return functions::atanh{}(x);
}

} // namespace pullback

#endif
