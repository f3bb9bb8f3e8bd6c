// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_RUN_COUPLED_STATE_HPP
#define PULLBACK_RUN_COUPLED_STATE_HPP

#include <pullback/always_inline.hpp>
#include <pullback/program/compiler.hpp>
#include <pullback/program/loops.hpp>
#include <pullback/program/program.hpp>
#include <pullback/program/walks.hpp>
#include <pullback/program/workspace.hpp>

#include <type_traits>

// The numbers of a small state that depend on each other: clang makes vectors of them, of two numbers mostly, and has
// to exchange their places in every turn. Turns wait for each other, so what that takes adds up, to 15 % of a method of
// Runge and Kutta with two numbers.

namespace pullback::engine::run {

inline constexpr int most_coupled_numbers = 4; // more fill vectors well

/// Whether the state of an ordered loop is of some numbers, few enough, of which one is made of another.
constexpr bool has_coupled_state(const auto& code, int index) {
    const program_view straight = code.straight.view();
    workspace<unsigned char> made_of(straight.node_count());
    int count = 0;
    for (int c = 0; c < code.carry_count; ++c) {
        if (!is_number_of_state(code.tables, code.carries[c], index)) continue;
        if (count == most_coupled_numbers) return false;
        made_of[code.carries[c].node] = static_cast<unsigned char>(1 << count++);
    }
    if (count < 2) return false;
    engine::mark_dependent(straight, made_of.data());
    for (int c = 0; c < code.carry_count; ++c) {
        const loop_carry& carry = code.carries[c];
        if (is_number_of_state(code.tables, carry, index) && carry.next >= 0 &&
            (made_of[carry.next] & ~made_of[carry.node]) != 0)
            return true;
    }
    return false;
}

/// The number itself, of which the compiler does not see where it comes from, and so makes no vector with others, where
/// that is to be so.
template <bool IsAlone, class T>
PULLBACK_ALWAYS_INLINE constexpr T alone(T number) {
#ifdef PULLBACK_NUMBER_REGISTER
    if constexpr (IsAlone && (std::is_same_v<T, double> || std::is_same_v<T, float>))
        if (!std::is_constant_evaluated()) __asm__("" : "+" PULLBACK_NUMBER_REGISTER(number));
#endif
    return number;
}

} // namespace pullback::engine::run

#endif
