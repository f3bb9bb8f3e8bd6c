// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_FUNCTIONS_ROW_FACTS_HPP
#define PULLBACK_FUNCTIONS_ROW_FACTS_HPP

#include <pullback/cpp20.hpp>

namespace pullback {

/// The kind of a value, which says what may be done with it and what holds it while a program runs: a register of
/// numbers, one of truth values, or for an index, one of integers besides. Rows of the function table take and give
/// numbers and truth values; an index is of loops. Arrays are no values: programs name them, and each element is one.
enum class value_kind {
    number,
    truth,
    index // which turn of a loop, or at which one an extremum is; it may be a subscript
};

/// The kind of operation that `cost` counts a call as. Every function that is none of the others is a `call`.
enum class cost_class { call, addition, multiplication, division, square_root, selection, condition };

/// For which operands something is known of a function: where all of its numbers are such. Results that leave the range
/// of the scalar, as e^x does for a large x, are no counterexample where infinite operands are left out.
enum class operand_range {
    unknown,        // nothing is known
    all,            // infinities too
    below_infinity, // -infinity, but not +infinity
    finite,
    moderate, // finite and so small that no exponential of them overflows
    nonzero,
    nonnegative,
    positive
};

/// The sign of the results. A positive one may be rounded to 0. One that has the sign of the operands is not negative
/// where none of them is, and not positive where none of them is.
enum class result_sign { unknown, nonnegative, positive, of_operands };

/// Where a function is known to be continuous. `within_domain` means wherever it is defined, but its domain has an end,
/// as that of a square root; `everywhere` means for all real operands, but for poles.
enum class continuity { unknown, within_domain, everywhere };

/// The functions whose algebra the search for equal formulas knows: e^x, ln x, √x. A row that states one of them is
/// taken for that function.
enum class known_law { none, exponential, logarithm, square_root };

/// What a row of the function table is like. The row states what differs from the defaults, in the order below:
///
///     static constexpr pullback::row_facts facts{.passes_on_nan = true, .sign = pullback::result_sign::nonnegative};
///
/// The defaults are right for every function of numbers: they mean that no more is known than its value and its rule.
/// What is stated is relied upon, to leave out operations, to change their order and to leave out guards, so a fact
/// that is wrong makes results wrong; one that is missing costs a little speed at most. Costs nothing at run time.
struct row_facts {
    /// The kinds of the operands, and of the result. A function that selects by a truth value takes it first and two
    /// numbers then; every other function takes operands of one kind.
    value_kind operands[3] = {value_kind::number, value_kind::number, value_kind::number};
    value_kind result = value_kind::number;
    cost_class cost = cost_class::call;
    /// It is a sum of products, so that a processor computes it for several operands at once, as it does what costs an
    /// addition, a multiplication or a division.
    bool is_sum_of_products = false;
    /// The slope of a function of one operand costs little where its value is computed, as compilers make one call of
    /// both. A call on a run-time graph then keeps it.
    bool has_slope_beside_value = false;

    /// f(x, y) = f(y, x) holds to the last digit, for the derivatives too, so that one of two such calls is left.
    bool is_commutative = false;
    /// f(x, y) = f(y, x) holds for the value, but where x = y the rule tells the operands apart, as that of `min`: a
    /// constant, which takes no derivative, goes second, to leave it to the other operand.
    bool takes_constant_last = false;
    /// The result is one of the operands that are numbers, and the others take no derivative.
    bool is_selection = false;
    /// The result is never rounded, so it is computed while recording where all operands are literals.
    bool is_exact = false;
    /// The result of integers is one, of their type.
    bool keeps_integers = false;

    /// The result is NaN wherever an operand is.
    bool passes_on_nan = false;
    /// The result is NaN only where an operand is. Infinite operands are no exception.
    bool is_defined_everywhere = false;
    continuity continuous = continuity::unknown;

    /// The result is finite for these operands.
    operand_range is_finite_for = operand_range::unknown;
    /// The result is not 0 for these operands.
    operand_range is_nonzero_for = operand_range::unknown;
    /// The result and its derivatives by all operands are finite for these operands, as far as they are finite.
    operand_range has_finite_derivatives_for = operand_range::unknown;
    result_sign sign = result_sign::unknown;

    known_law law = known_law::none;
};

} // namespace pullback

#endif
