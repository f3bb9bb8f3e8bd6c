// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BLOCKS_BOUND_OF_TURNS_HPP
#define PULLBACK_BLOCKS_BOUND_OF_TURNS_HPP

#include <pullback/blocks/operands.hpp>
#include <pullback/program/loops.hpp>

#include <cstddef>
#include <type_traits>

namespace pullback {

/// A bound of the turns of a `while_loop`; see `at_most`.
template <int Count>
struct bound_of_turns {
    static_assert(Count >= 0, "at_most<N>: N is negative; give 0 or more");
    static constexpr int size() { return Count; }
};
/// So many turns or fewer: `while_loop(at_most<100>, init, condition, f)`.
template <int Count>
inline constexpr bound_of_turns<Count> at_most{};

namespace detail {

struct no_bound_of_turns {};

template <class Bound>
inline constexpr bool is_bound_of_turns = Operand<Bound>;
template <int Count>
inline constexpr bool is_bound_of_turns<bound_of_turns<Count>> = true;
template <>
inline constexpr bool is_bound_of_turns<no_bound_of_turns> = true;

/// How many turns there are at most, where that is known when a function is recorded.
template <class Bound>
constexpr int count_of_bound(const Bound& bound) {
    if constexpr (std::is_same_v<Bound, no_bound_of_turns>) {
        return engine::no_bound;
    } else {
        constexpr auto most = static_cast<std::size_t>(engine::no_bound);
        const auto size = static_cast<std::size_t>(bound.size());
        return size < most ? static_cast<int>(size) : engine::no_bound;
    }
}

} // namespace detail

} // namespace pullback

#endif
