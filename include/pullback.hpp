// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_HPP
#define PULLBACK_HPP

// g++ takes the bound of an array in a template, a constant that is not negative, for a change of sign.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wsign-conversion"

// These come first so that the way of headers is short that a compiler prints before an error in a body, or of an
// argument.
#include <pullback/record/recorded_scalar.hpp>

#include <pullback/derivative/wrt.hpp>
#include <pullback/run/chosen_rows.hpp>
#include <pullback/static_function/workspace.hpp>

#include <pullback/static_function/policy.hpp>

#include <pullback/blocks/no_arithmetic.hpp>
#include <pullback/blocks/ranges.hpp>
#include <pullback/blocks/refused_functions.hpp>
#include <pullback/blocks/refused_operators.hpp>
#include <pullback/blocks/root.hpp>
#include <pullback/check/numerical_diff.hpp>
#include <pullback/derivative/checkpointed.hpp>
#include <pullback/derivative/cost_and_sparsity.hpp>
#include <pullback/derivative/derivative.hpp>
#include <pullback/derivative/derivatives_in_body.hpp>
#include <pullback/derivative/hessian.hpp>
#include <pullback/derivative/jvp_vjp_hvp.hpp>
#include <pullback/expression/composition.hpp>
#include <pullback/expression/zero_test.hpp>
#include <pullback/functions/circle.hpp>
#include <pullback/functions/classes.hpp>
#include <pullback/functions/interpolation.hpp>
#include <pullback/functions/logarithms.hpp>
#include <pullback/functions/normal.hpp>
#include <pullback/functions/roots.hpp>
#include <pullback/functions/rounding.hpp>
#include <pullback/functions/signs.hpp>
#include <pullback/functions/table.hpp>
#include <pullback/print/c.hpp>
#include <pullback/print/dot.hpp>
#include <pullback/print/latex.hpp>
#include <pullback/print/results.hpp>
#include <pullback/print/string.hpp>
#include <pullback/shape/columns.hpp>
#include <pullback/shape/ragged.hpp>
#include <pullback/shape/standard_ranges.hpp>
#include <pullback/shape/step_count.hpp>
#include <pullback/shape/strided.hpp>
#include <pullback/static_function/generic_function.hpp>

#pragma GCC diagnostic pop

#endif
