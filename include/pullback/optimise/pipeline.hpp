// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_OPTIMISE_PIPELINE_HPP
#define PULLBACK_OPTIMISE_PIPELINE_HPP

#include <pullback/math/precision.hpp>
#include <pullback/optimise/factoring/rearranged.hpp>
#include <pullback/optimise/folding.hpp>
#include <pullback/optimise/identities/identity_search.hpp>
#include <pullback/optimise/identities/product_search.hpp>
#include <pullback/optimise/order/scheduling.hpp>
#include <pullback/optimise/pass_in_parts.hpp>
#include <pullback/optimise/rates.hpp>
#include <pullback/optimise/scaling.hpp>
#include <pullback/optimise/sequence.hpp>
#include <pullback/program/compiler.hpp>
#include <pullback/program/literal.hpp>
#include <pullback/program/program.hpp>

#include <limits>

// All passes that a program goes through, in order. A program is recorded, or written by differentiation; before it is
// differentiated again it goes through `before_differentiation`, and before it runs through `before_execution`. What a
// pass is says optimise/pass.hpp, what it is for says its own header, and up to which size of program it is worth its
// time says program/size_limits.hpp. How a function is differentiated, forward or reverse, is chosen in
// derivative/sweeps.hpp.
//
// Derivatives are computed in another order than that in which differentiation finds them, equal but for rounding. What
// the user wrote keeps its sums and quotients as they are. Define PULLBACK_KEEP_ARRANGEMENT, in every translation unit,
// to have derivatives computed as they are found too, with one division for each quotient: a shared reciprocal is
// infinite where the divisor is so small that only its quotients are finite (below 2^-1022 in the widest common type).
#if defined(PULLBACK_KEEP_ARRANGEMENT)
#define PULLBACK_REARRANGES_DERIVATIVES false
#else
#define PULLBACK_REARRANGES_DERIVATIVES true
#endif

namespace pullback::engine::optimise {

inline constexpr bool rearranges_derivatives = PULLBACK_REARRANGES_DERIVATIVES;

constexpr bool has_derivative_steps(const program_view& from) {
    for (int i = 0; i < from.size; ++i)
        if (!from.code[i].is_primal) return true;
    return false;
}

/// Makes derivatives cheaper.
template <rounding Rounding>
using arranging = only_where<
    has_derivative_steps,
    // Terms that cancel or are equal go first, so that less is left to be rearranged, which takes longest.
    always<identities>,
    // Common factors come out of sums, and what several products or sums have in common is computed once.
    cheapest<rearranging<Rounding, depth::shallow>, rearranging<Rounding, depth::deep>>,
    // A program that is too large for this gets it part by part, so what it gains goes down with the size by and by.
    in_parts<rearranging<Rounding, depth::shallow>>,
    // Constants move, and nodes that are products of others become such; this makes room for one more rearrangement.
    if_changed<sequence<only_if<Rounding == rounding::is_allowed, cheapest<scaling>>, always<products_of_others>>,
               cheapest<rearranging<Rounding, depth::shallow>>>>;

/// A gradient or a Hessian has much in common with the function. Which scalars its derivative will be called with is
/// not known yet, so nothing is rounded.
using before_differentiation = only_if<rearranges_derivatives, arranging<rounding::is_excluded>>;

/// A scalar of more digits than a literal, or of an unknown number, gets the program as it was recorded, in an order
/// that suits processors.
template <rounding Rounding>
using before_execution = apart_from_zeros<
    // Implicit functions are the numbers that were found.
    always<forgetting_rates>,
    // Functions of constants are computed.
    only_if<Rounding == rounding::is_allowed, always<folding>>,
    only_if<Rounding == rounding::is_allowed && rearranges_derivatives, arranging<Rounding>>,
    // Few numbers wait in registers.
    in_best_order<compiler_joins_calls ? equal_calls::are_joined : equal_calls::stay_apart>>;

/// The program to differentiate for a derivative of the derivative `Built`.
template <class Built>
using program_to_differentiate = after<before_differentiation, Built>;

/// The program to run on scalars of type `T` for the program `Built`.
template <class Built, class T>
struct program_for {
private:
    static constexpr int bits = math::significand_bits<T>();
    static constexpr bool may_round = bits != 0 && bits <= std::numeric_limits<literal>::digits;

public:
    using type = after<before_execution<may_round ? rounding::is_allowed : rounding::is_excluded>, Built>;
};

} // namespace pullback::engine::optimise

#undef PULLBACK_REARRANGES_DERIVATIVES

#endif
