// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_FUNCTIONS_IMPLICIT_HPP
#define PULLBACK_FUNCTIONS_IMPLICIT_HPP

#include <pullback/functions/elementary.hpp>
#include <pullback/functions/row_facts.hpp>

#include <array>
#include <limits>

// What implicit functions are recorded with: numbers that are known, but whose derivatives come from elsewhere.

namespace pullback::functions {

/// The solution x of an equation, as a number without a derivative. The second operand, a literal, tells the unknowns
/// of a program apart.
struct unknown : elementary<unknown, 2> {
    static constexpr const char* name = "unknown";
    static constexpr notation printed{"{0}", "{0}", "({0})", 9};
    static constexpr row_facts facts{.cost = cost_class::selection,
                                     .is_finite_for = operand_range::finite,
                                     .has_finite_derivatives_for = operand_range::finite};
    template <class T>
    static constexpr T value(const T& x, const T&) {
        return x;
    }
    template <class T>
    static constexpr std::array<T, 2> pullback(const T&, const T&, const T&, const T&) {
        return {T(0), T(0)};
    }
};

/// x, which changes with y at a known rate: the value is x, and the derivative by y is the rate. The rate itself counts
/// as fixed; what it depends on has its part in second derivatives, as the rate is what the first ones are made of.
struct with_rate : elementary<with_rate, 3> {
    static constexpr const char* name = "with_rate";
    static constexpr notation printed{"{0}", "{0}", "({0})", 9};
    static constexpr row_facts facts{.cost = cost_class::selection,
                                     .is_finite_for = operand_range::finite,
                                     .has_finite_derivatives_for = operand_range::finite};
    template <class T>
    static constexpr T value(const T& x, const T&, const T&) {
        return x;
    }
    template <class T>
    static constexpr std::array<T, 3> pullback(const T&, const T& rate, const T&, const T&, const T& gx) {
        return {gx, T(0), gx * rate};
    }
};

/// NaN, whatever x is: a number that is not known, such as a derivative that nothing was prepared for.
struct not_known : elementary<not_known, 1> {
    static constexpr const char* name = "not_known";
    static constexpr notation printed{"NaN", "\\mathrm{NaN}", "NAN"};
    static constexpr row_facts facts{.cost = cost_class::selection};
    template <class T>
    static constexpr T value(const T&) {
        if constexpr (std::numeric_limits<T>::has_quiet_NaN) return std::numeric_limits<T>::quiet_NaN();
        else return T(0) / T(0);
    }
    template <class T>
    static constexpr T pullback(const T& x, const T&, const T& gy) {
        return gy * not_known{}(x);
    }
};

/// x, whose derivative by y is not known.
struct without_rate : elementary<without_rate, 2> {
    static constexpr const char* name = "without_rate";
    static constexpr notation printed{"{0}", "{0}", "({0})", 9};
    static constexpr row_facts facts{.cost = cost_class::selection, .is_finite_for = operand_range::finite};
    template <class T>
    static constexpr T value(const T& x, const T&) {
        return x;
    }
    template <class T>
    static constexpr std::array<T, 2> pullback(const T&, const T& y, const T&, const T& gx) {
        return {gx, gx * not_known{}(y)};
    }
};

} // namespace pullback::functions

#endif
