// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_PRINT_C_NAMES_HPP
#define PULLBACK_PRINT_C_NAMES_HPP

#include <pullback/print/text.hpp>

namespace pullback::detail {

struct c_name {
    bool is_known;
    bool is_helper; // printed in front of the function, see c_helpers.hpp
};

/// What a function without a C notation of its own is in C, by its name.
constexpr c_name c_name_of(const char* name) {
    constexpr const char* in_math_h[] = {"sin",   "cos",    "tan",      "asin",  "acos",  "atan", "atan2", "sinh",
                                         "cosh",  "tanh",   "asinh",    "acosh", "atanh", "exp",  "exp2",  "expm1",
                                         "log",   "log2",   "log10",    "log1p", "pow",   "sqrt", "cbrt",  "hypot",
                                         "floor", "ceil",   "round",    "trunc", "fmod",  "erf",  "erfc",  "lgamma",
                                         "fma",   "tgamma", "copysign", "fdim",  "fmin",  "fmax"};
    constexpr const char* helpers[] = {"digamma",         "polygamma", "trigamma", "sin_pi",  "cos_pi", "sinc",
                                       "sinc_derivative", "erf_inv",   "erfc_inv", "inv_Phi", "beta",   "lbeta"};
    const auto is = [&](const char* known) { return same_characters(name, length_of(name), known, length_of(known)); };
    for (const char* known : in_math_h)
        if (is(known)) return {true, false};
    for (const char* known : helpers)
        if (is(known)) return {true, true};
    return {false, false};
}

} // namespace pullback::detail

#endif
