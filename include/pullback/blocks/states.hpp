// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BLOCKS_STATES_HPP
#define PULLBACK_BLOCKS_STATES_HPP

#include <pullback/record/recorded_range.hpp>
#include <pullback/record/recorded_scalar.hpp>
#include <pullback/shape/shape_of.hpp>

#include <cstddef>
#include <type_traits>
#include <utility>

// What a loop may hand on from turn to turn.

namespace pullback::detail {

template <class X>
inline constexpr bool has_range = SymbolicRange<X>;
template <class... X>
inline constexpr bool has_range<std::tuple<X...>> = (has_range<X> || ...);
template <class X, std::size_t Size>
inline constexpr bool is_tuple_of = false;
template <class... X, std::size_t Size>
inline constexpr bool is_tuple_of<std::tuple<X...>, Size> = sizeof...(X) == Size;

template <class Next, int Size>
concept has_size = !SymbolicRange<Next> && requires { requires shape_of<Next>::size == Size; };

template <class Next, int Size>
inline constexpr bool has_elements_of_size = false;
template <SymbolicRange Next, int Size>
inline constexpr bool has_elements_of_size<Next, Size> = has_size<element_of_range<Next>, Size>;

/// Whether a loop can hand on a state that begins with a value of type `Init`: what is made of numbers, a range of such
/// elements, or a tuple of these.
template <class Init>
inline constexpr bool is_state = Shaped<Init> || std::is_arithmetic_v<Init> || std::is_same_v<Init, recorded_condition>;
template <SymbolicRange Init>
inline constexpr bool is_state<Init> = Shaped<element_of_range<Init>>;
template <class... Init>
inline constexpr bool is_state<std::tuple<Init...>> = (is_state<Init> && ...);

template <bool IsState>
constexpr auto check_state() {
    static_assert(IsState,
                  "fold(x, init, f), scan(x, init, f), repeat(n, init, f), while_loop(init, condition, f): init is no "
                  "state; give a number, an array, a tuple or a struct of numbers, a range of such elements, or a "
                  "std::tuple of these: a range of rows as one range of all numbers");
}

} // namespace pullback::detail

#endif
