// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_PRINT_C_NAMES_HPP
#define PULLBACK_PRINT_C_NAMES_HPP

#include <pullback/functions/elementary.hpp>
#include <pullback/print/text.hpp>
#include <pullback/program/operation.hpp>

namespace pullback::detail {

/// Whether a function without a C notation of its own has its name in C too: in math.h, or in what is printed in front
/// of the function (see c_helpers.hpp).
constexpr bool has_c_name(const engine::operation& function) {
    constexpr const char* in_math_h[] = {"sin",   "cos",    "tan",      "asin",  "acos",  "atan", "atan2", "sinh",
                                         "cosh",  "tanh",   "asinh",    "acosh", "atanh", "exp",  "exp2",  "expm1",
                                         "log",   "log2",   "log10",    "log1p", "pow",   "sqrt", "cbrt",  "hypot",
                                         "floor", "ceil",   "round",    "trunc", "fmod",  "erf",  "erfc",  "lgamma",
                                         "fma",   "tgamma", "copysign", "fdim",  "fmin",  "fmax"};
    if (function.printed.helper != c_helper::none) return true;
    for (const char* known : in_math_h)
        if (same_characters(function.name, length_of(function.name), known, length_of(known))) return true;
    return false;
}

} // namespace pullback::detail

#endif
