// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DERIVATIVE_OPERATION_COUNTS_HPP
#define PULLBACK_DERIVATIVE_OPERATION_COUNTS_HPP

#include <pullback/functions/row_facts.hpp>
#include <pullback/program/operation.hpp>

namespace pullback {

/// How many operations a program runs, by kind. What does not depend on an argument is not counted: the compiler
/// computes it.
struct operation_counts {
    int additions = 0;       // and subtractions, changes of sign
    int multiplications = 0; // and squares
    int divisions = 0;
    int square_roots = 0;
    int selections = 0; // select, min, max, clamp, abs
    int conditions = 0; // comparisons and their combinations
    int functions = 0;  // every other function of the table
    int total = 0;

    friend constexpr bool operator==(const operation_counts&, const operation_counts&) = default;
};

namespace detail {

constexpr void count_operation(const engine::operation* function, operation_counts& counts) {
    ++counts.total;
    switch (function->facts.cost) {
        case cost_class::addition: ++counts.additions; break;
        case cost_class::multiplication: ++counts.multiplications; break;
        case cost_class::division: ++counts.divisions; break;
        case cost_class::square_root: ++counts.square_roots; break;
        case cost_class::selection: ++counts.selections; break;
        case cost_class::condition: ++counts.conditions; break;
        case cost_class::call: ++counts.functions; break;
    }
}

} // namespace detail

} // namespace pullback

#endif
