// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_FUNCTIONS_MORE_HPP
#define PULLBACK_FUNCTIONS_MORE_HPP

#include <pullback/functions/beta.hpp>
#include <pullback/functions/circle.hpp>
#include <pullback/functions/classes.hpp>
#include <pullback/functions/exponents.hpp>
#include <pullback/functions/interpolation.hpp>
#include <pullback/functions/logarithms.hpp>
#include <pullback/functions/normal.hpp>
#include <pullback/functions/roots.hpp>
#include <pullback/functions/rounding.hpp>
#include <pullback/functions/signs.hpp>
#include <pullback/functions/table.hpp>

namespace pullback::functions {

/// The rows that are made of others, or known by other libraries' names.
using further_table = function_list<
    // signs and kinds of numbers
    sign, copysign, fdim, fmin, fmax, isnan, isinf, isfinite, isnormal, signbit, fpclassify,
    // rounding and exponents
    rint, remainder, ldexp, logb, frexp, frexp_exponent,
    // powers, means, logarithms
    inv, inv_sqrt, sqrt1pm1, powm1, lerp, midpoint, log1m, log1m_exp, log_diff_exp, multiply_log, logit,
    // special
    sin_pi, cos_pi, sinc, sinc_derivative, Phi, inv_Phi, erf_inv, erfc_inv, trigamma, beta, lbeta>;

} // namespace pullback::functions

#endif
