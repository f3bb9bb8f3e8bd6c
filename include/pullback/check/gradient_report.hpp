// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_CHECK_GRADIENT_REPORT_HPP
#define PULLBACK_CHECK_GRADIENT_REPORT_HPP

#include <pullback/cpp20.hpp>

#include <cstddef>
#include <cstdio>
#include <string>

namespace pullback {

/// What `gradient_check` allows. A negative number leaves the choice to the scalar type.
struct gradient_tolerance {
    /// The tolerance as a part of the derivative. The choice is ε^(2/3), that is 6e-11 for `double` and 3e-5 for
    /// `float`.
    double relative = -1;
    /// What is added to that. It is nothing, so that small derivatives are checked as sharply as large ones.
    double absolute = 0;
    /// The longest step, as a part of max(1, |x|); the others are shorter. The choice is ε^(1/7), that is 0.008 for
    /// `double`.
    double step = -1;
};

/// What `gradient_check` found: true if every derivative agrees, and the component that agrees least. Arguments,
/// elements and results count from 0. A struct or a nested array counts its scalars in order.
/// There are three outcomes: all agree (`passed`), one is wrong (`is_wrong`), or none is known to be wrong, but some
/// cannot be judged by differences, as f is not finite or jumps next to x (`undecided` of them): then the report is
/// false too, as what was not checked must not pass, and the sentence says so.
struct gradient_report {
    bool passed = false;
    bool is_wrong = false;
    /// The component: the derivative of result `result` by element `element` of argument `argument`.
    std::size_t argument = 0;
    std::size_t element = 0;
    std::size_t result = 0;
    /// The derivative in question, and what central differences give.
    long double analytic = 0;
    long double numerical = 0;
    /// How far apart they may be.
    long double allowed = 0;
    /// How far apart they are, as a multiple of `allowed`: above 1 is wrong, infinity if one of them is not finite.
    long double error = 0;
    /// How many elements that argument has, how many results there are, and how many derivatives were compared in all.
    std::size_t element_count = 0;
    std::size_t result_count = 0;
    std::size_t compared = 0;
    /// How many of them the differences cannot judge.
    std::size_t undecided = 0;
    /// Decimal digits that the scalar type holds.
    int digits = 15;

    constexpr explicit operator bool() const noexcept { return passed; }

    /// One sentence: the component, both derivatives and the tolerance.
    std::string message() const {
        const std::string call = "gradient_check(f, x...): ";
        if (compared == 0) return call + "there is nothing to check, as the arguments or the results have no elements";
        if (!passed && !is_wrong)
            return call + component() + " is " + text(analytic, digits) +
                   ", and differences cannot judge that: f is not finite, or jumps, or is rough this close to the "
                   "point; check at a point further away from there, or give an absolute tolerance";
        return call + (passed ? "all derivatives agree, worst at " : "") + component() + " is " +
               text(analytic, digits) + ", central differences give " + text(numerical, digits) + " (difference " +
               text(numerical > analytic ? numerical - analytic : analytic - numerical, 3) + ", allowed " +
               text(allowed, 3) + ")";
    }

private:
    std::string component() const {
        std::string name = "argument " + std::to_string(argument);
        if (element_count > 1) name = "element " + std::to_string(element) + " of " + name;
        if (result_count == 1) return name + ": the gradient";
        return "result " + std::to_string(result) + " by " + name + ": the derivative";
    }

    static std::string text(long double value, int digits) {
        char buffer[64];
        std::snprintf(buffer, sizeof buffer, "%.*Lg", digits, value);
        return buffer;
    }
};

} // namespace pullback

#endif
