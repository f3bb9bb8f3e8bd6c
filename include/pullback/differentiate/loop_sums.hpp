// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DIFFERENTIATE_LOOP_SUMS_HPP
#define PULLBACK_DIFFERENTIATE_LOOP_SUMS_HPP

#include <pullback/differentiate/one_sided.hpp>
#include <pullback/functions/arithmetic.hpp>
#include <pullback/functions/conditions.hpp>
#include <pullback/program/loops.hpp>
#include <pullback/record/loop_recorder.hpp>
#include <pullback/record/recorded.hpp>
#include <pullback/record/recorded_scalar.hpp>

// Reductions that derivatives add to a program with loops.

namespace pullback::engine::differentiate {

/// Whether a condition holds in some turn of a loop. In a loop without turns it does not.
constexpr recorded_condition in_some_turn(record::loop_recorder& loops, const recorded_condition& p, int index) {
    if (p.is_known() || !record::contains(loops.indices_of_node(p.operand()), index))
        return p && loops.has_turns(index);
    return recorded(0) < loops.reduce(loop_step::sum, pullback::select(p, recorded(1), recorded()), index);
}

/// The sum over an index of an adjoint or a tangent, where `sum` sums what is not one-sided. A side that does not
/// depend on the index stands before the sum; with `stays_one_sided`, any other sum is one-sided, too: it is taken
/// where the side of some element is, and not where there is none.
constexpr recorded sum_of_sides(record::loop_recorder& loops, const recorded& x, int index, bool stays_one_sided,
                                const auto& sum) {
    const one_sided side(x);
    if (!side) return stays_one_sided ? pullback::select(loops.has_turns(index), sum(x), recorded()) : sum(x);
    if (!record::contains(loops.indices_of_node(side.condition().operand()), index))
        return side.select_of(sum_of_sides(loops, side.inner(), index, stays_one_sided, sum));
    if (!stays_one_sided) return sum(x);
    return pullback::select(in_some_turn(loops, side.holds(), index), sum(x), recorded());
}

/// The derivative of a product over an index by one of its factors: the product of the others. It is right where
/// factors are 0, and so are its derivatives of first and second order: zeros are kept apart from the product that is
/// divided, and come in as the sums of their products, which are 0 and whose derivatives are not. (Where one factor is
/// much smaller than all others together, second derivatives lose as many digits as that.)
constexpr recorded product_of_others(record::loop_recorder& loops, const recorded& factor, int index) {
    const recorded zero(0), one(1);
    const recorded_condition is_zero = factor == zero;
    const auto sum_where_zero = [&](const recorded& x) {
        return loops.reduce(loop_step::sum, pullback::select(is_zero, x, zero), index);
    };
    const recorded nonzero = pullback::select(is_zero, one, factor);
    const recorded product = loops.reduce(loop_step::product, nonzero, index);
    const recorded count = sum_where_zero(one), zeros = sum_where_zero(factor),
                   squares = sum_where_zero(square(factor));
    // The product of all zeros but, maybe, one, of so many zeros.
    const auto product_of_zeros = [&](int one_left_out, const recorded& first, const recorded& second) {
        return pullback::select(count == recorded(one_left_out), one,
                                pullback::select(count == recorded(one_left_out + 1), first,
                                                 pullback::select(count == recorded(one_left_out + 2),
                                                                  (square(first) - second) / 2, zero)));
    };
    return pullback::select(is_zero, product * product_of_zeros(1, zeros - factor, squares - square(factor)),
                            product / nonzero * product_of_zeros(0, zeros, squares));
}

} // namespace pullback::engine::differentiate

#endif
