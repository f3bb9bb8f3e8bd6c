// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_OPTIMISE_ORDER_CALLS_HPP
#define PULLBACK_OPTIMISE_ORDER_CALLS_HPP

#include <pullback/functions/elementary.hpp>
#include <pullback/functions/row_facts.hpp>
#include <pullback/program/operation.hpp>
#include <pullback/program/program.hpp>

// What the order of instructions has regard for, and those who run them know.

namespace pullback::engine::optimise {

/// Whether an instruction is likely a call, around which compilers keep no number in a register.
constexpr bool is_function_call(const instruction& step) {
    return step.function->role == row_role::other && kind_of(step) != value_kind::truth;
}

/// Calls of one function that do not need each other become a loop from so many on.
inline constexpr int fewest_joined_calls = 4;

/// Whether the calls of one function that stand one after the other in the program `Built` become a loop: where they
/// were put together for that.
template <class Built>
inline constexpr bool joins_calls = requires { requires Built::joins_calls; };

/// Whether two results are the same function of a number that both have and another one, as the products of a number
/// and a vector are: as neighbours in memory, they can be computed and stored as a vector.
constexpr bool are_alike(const program_view& from, const instruction& a, const instruction& b) {
    if (!is_same_operation(a.function, b.function)) return false;
    for (const int one : from.operands_of(a))
        for (const int other : from.operands_of(b))
            if (one == other) return true;
    return false;
}

} // namespace pullback::engine::optimise

#endif
