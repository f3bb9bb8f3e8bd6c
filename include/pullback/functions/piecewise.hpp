// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_FUNCTIONS_PIECEWISE_HPP
#define PULLBACK_FUNCTIONS_PIECEWISE_HPP

#include <pullback/functions/apply.hpp>
#include <pullback/functions/conditions.hpp>
#include <pullback/functions/elementary.hpp>
#include <pullback/functions/row_facts.hpp>
#include <pullback/functions/scalar.hpp>
#include <pullback/math/elementary.hpp>

#include <array>

namespace pullback::functions {

// At a kink every rule takes the derivative to the same side, that of an argument, or first operand, a hair larger.
// What is smooth though it is written with kinks, such as max(x, 0) + min(x, 0) or |x|², so has its true derivatives of
// every order there. An operand that is a constant does not move, so of a constant and another operand the other one
// counts as the first.

/// |x|. All reals. Rule: the sign of x, 1 at 0.
struct abs : elementary<abs, 1> {
    static constexpr const char* name = "abs";
    static constexpr notation printed{nullptr, "\\left|{0}\\right|", "fabs({0})"};
    static constexpr row_facts facts{.cost = cost_class::selection,
                                     .is_exact = true,
                                     .passes_on_nan = true,
                                     .is_defined_everywhere = true,
                                     .continuous = continuity::everywhere,
                                     .is_finite_for = operand_range::finite,
                                     .is_nonzero_for = operand_range::nonzero,
                                     .has_finite_derivatives_for = operand_range::finite,
                                     .sign = result_sign::nonnegative};
    template <class T>
    static constexpr T value(const T& x) {
        return math::abs(x);
    }
    template <class T>
    static constexpr T pullback(const T& x, const T&, const T& gy) {
        return pullback::select(x < T(0), T(-gy), gy);
    }
};

/// The smaller of x and y; NaN if either is. The smaller one takes the derivative, y if they are equal.
struct min : elementary<min, 2> {
    static constexpr const char* name = "min";
    static constexpr notation printed{nullptr, "\\min\\left({0}, {1}\\right)", "{1} < {0} || {1} != {1} ? {1} : {0}"};
    static constexpr row_facts facts{.cost = cost_class::selection,
                                     .takes_constant_last = true,
                                     .is_selection = true,
                                     .is_exact = true,
                                     .continuous = continuity::everywhere,
                                     .is_finite_for = operand_range::finite,
                                     .is_nonzero_for = operand_range::nonzero,
                                     .has_finite_derivatives_for = operand_range::finite,
                                     .sign = result_sign::of_operands};
    template <class T>
    static constexpr T value(const T& x, const T& y) {
        return math::select(y == y, math::min(x, y), y);
    }
    template <class T>
    static constexpr std::array<T, 2> pullback(const T& x, const T& y, const T&, const T& gz) {
        const T zero(0);
        return {pullback::select(y <= x, zero, gz), pullback::select(y <= x, gz, zero)};
    }
};

/// The larger of x and y; NaN if either is. The larger one takes the derivative, x if they are equal.
struct max : elementary<max, 2> {
    static constexpr const char* name = "max";
    static constexpr notation printed{nullptr, "\\max\\left({0}, {1}\\right)", "{0} < {1} || {1} != {1} ? {1} : {0}"};
    static constexpr row_facts facts{.cost = cost_class::selection,
                                     .takes_constant_last = true,
                                     .is_selection = true,
                                     .is_exact = true,
                                     .continuous = continuity::everywhere,
                                     .is_finite_for = operand_range::finite,
                                     .is_nonzero_for = operand_range::nonzero,
                                     .has_finite_derivatives_for = operand_range::finite,
                                     .sign = result_sign::of_operands};
    template <class T>
    static constexpr T value(const T& x, const T& y) {
        return math::select(y == y, math::max(x, y), y);
    }
    template <class T>
    static constexpr std::array<T, 2> pullback(const T& x, const T& y, const T&, const T& gz) {
        const T zero(0);
        return {pullback::select(x < y, zero, gz), pullback::select(x < y, gz, zero)};
    }
};

/// x, but not below `low` and not above `high`; NaN if any of them is. Precondition: low <= high.
/// It is min(max(x, low), high), in its derivative too: x takes it where low <= x < high, elsewhere the bound.
struct clamp : elementary<clamp, 3> {
    static constexpr const char* name = "clamp";
    static constexpr notation printed{nullptr, "\\operatorname{clamp}\\left({0}, {1}, {2}\\right)",
                                      "{1} != {1} || {0} < {1} ? {1} : {2} != {2} || {2} < {0} ? {2} : {0}"};
    static constexpr row_facts facts{.cost = cost_class::selection,
                                     .is_selection = true,
                                     .is_exact = true,
                                     .continuous = continuity::everywhere,
                                     .is_finite_for = operand_range::finite,
                                     .is_nonzero_for = operand_range::nonzero,
                                     .has_finite_derivatives_for = operand_range::finite,
                                     .sign = result_sign::of_operands};
    template <class T>
    static constexpr T value(const T& x, const T& low, const T& high) {
        return min::value(max::value(x, low), high);
    }
    template <class T>
    static constexpr std::array<T, 3> pullback(const T& x, const T& low, const T& high, const T&, const T& gy) {
        // One selection each: a side of a side would be a zero to what multiplies it.
        const T zero(0);
        const auto is_below = x < low, is_high = high <= x, is_empty = high <= low;
        return {pullback::select(is_below || is_high, zero, gy), pullback::select(is_below && !is_empty, gy, zero),
                pullback::select(is_high || (is_below && is_empty), gy, zero)};
    }
};

/// The whole number next below x. All reals. Derivative 0, at the steps too.
struct floor : elementary<floor, 1> {
    static constexpr const char* name = "floor";
    static constexpr notation printed{nullptr, "\\left\\lfloor {0} \\right\\rfloor", nullptr};
    static constexpr row_facts facts{.is_exact = true, .has_finite_derivatives_for = operand_range::finite};
    template <class T>
    static constexpr T value(const T& x) {
        return math::floor(x);
    }
    template <class T>
    static constexpr T pullback(const T&, const T&, const T&) {
        return T(0);
    }
};

/// The whole number next above x. All reals. Derivative 0, at the steps too.
struct ceil : elementary<ceil, 1> {
    static constexpr const char* name = "ceil";
    static constexpr notation printed{nullptr, "\\left\\lceil {0} \\right\\rceil", nullptr};
    static constexpr row_facts facts{.is_exact = true, .has_finite_derivatives_for = operand_range::finite};
    template <class T>
    static constexpr T value(const T& x) {
        return math::ceil(x);
    }
    template <class T>
    static constexpr T pullback(const T&, const T&, const T&) {
        return T(0);
    }
};

/// The whole number nearest to x, halves away from 0. All reals. Derivative 0, at the steps too.
struct round : elementary<round, 1> {
    static constexpr const char* name = "round";
    static constexpr notation printed{nullptr, "\\operatorname{round}\\left({0}\\right)", nullptr};
    static constexpr row_facts facts{.is_exact = true, .has_finite_derivatives_for = operand_range::finite};
    template <class T>
    static constexpr T value(const T& x) {
        return math::round(x);
    }
    template <class T>
    static constexpr T pullback(const T&, const T&, const T&) {
        return T(0);
    }
};

/// The whole number next to x towards 0. All reals. Derivative 0, at the steps too.
struct trunc : elementary<trunc, 1> {
    static constexpr const char* name = "trunc";
    static constexpr notation printed{nullptr, "\\operatorname{trunc}\\left({0}\\right)", nullptr};
    static constexpr row_facts facts{.is_exact = true, .has_finite_derivatives_for = operand_range::finite};
    template <class T>
    static constexpr T value(const T& x) {
        return math::trunc(x);
    }
    template <class T>
    static constexpr T pullback(const T&, const T&, const T&) {
        return T(0);
    }
};

/// The exact remainder x - n y of the division x / y, with n the quotient truncated to a whole number. Domain
/// y != 0. Rule: 1 and -n. n is found from the result, since x / y may be rounded up to the next whole
/// number. The derivative does not see the steps.
struct fmod : elementary<fmod, 2> {
    static constexpr const char* name = "fmod";
    static constexpr notation printed{nullptr, "\\operatorname{fmod}\\left({0}, {1}\\right)", nullptr};
    static constexpr row_facts facts{.is_exact = true};
    template <class T>
    static constexpr T value(const T& x, const T& y) {
        return math::fmod(x, y);
    }
    template <class T>
    static constexpr std::array<T, 2> pullback(const T& x, const T& y, const T& z, const T& gz) {
        const T quotient = (x - z) / y;
        return {gz, -(gz * round{}(quotient))};
    }
};

} // namespace pullback::functions

namespace pullback {

/// |x|; its derivative at 0 is 1.
template <Argument X>
constexpr result_of<functions::abs, X> abs(const X& x) {
    return functions::abs{}(x);
}

/// |x| by its name in C, which generic code asks for.
template <Argument X>
constexpr result_of<functions::abs, X> fabs(const X& x) {
    return functions::abs{}(x);
}

/// The smaller of x and y; if they are equal y takes the derivative, unless only x is no constant.
template <Argument X, Argument Y>
constexpr result_of<functions::min, X, Y> min(const X& x, const Y& y) {
    return functions::min{}(x, y);
}

/// The larger of x and y; if they are equal x takes the derivative, unless it is a constant and y is none.
template <Argument X, Argument Y>
constexpr result_of<functions::max, X, Y> max(const X& x, const Y& y) {
    return functions::max{}(x, y);
}

/// x, moved into the interval from `low` to `high`; its derivative is 1 at `low` and 0 at `high`. Precondition: low <=
/// high.
template <Argument X, Argument Low, Argument High>
constexpr result_of<functions::clamp, X, Low, High> clamp(const X& x, const Low& low, const High& high) {
    return functions::clamp{}(x, low, high);
}

/// The whole number next below x.
template <Argument X>
constexpr result_of<functions::floor, X> floor(const X& x) {
    return functions::floor{}(x);
}

/// The whole number next above x.
template <Argument X>
constexpr result_of<functions::ceil, X> ceil(const X& x) {
    return functions::ceil{}(x);
}

/// The whole number nearest to x, halves away from 0.
template <Argument X>
constexpr result_of<functions::round, X> round(const X& x) {
    return functions::round{}(x);
}

/// The whole number next to x towards 0.
template <Argument X>
constexpr result_of<functions::trunc, X> trunc(const X& x) {
    return functions::trunc{}(x);
}

/// The remainder of x / y with the sign of x.
template <Argument X, Argument Y>
constexpr result_of<functions::fmod, X, Y> fmod(const X& x, const Y& y) {
    return functions::fmod{}(x, y);
}

} // namespace pullback

#endif
