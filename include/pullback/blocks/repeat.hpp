// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BLOCKS_REPEAT_HPP
#define PULLBACK_BLOCKS_REPEAT_HPP

#include <pullback/blocks/fold.hpp>
#include <pullback/blocks/operands.hpp>
#include <pullback/record/recorded_range.hpp>

#include <type_traits>

namespace pullback {

/// The state after so many turns as the range `n` has elements, `step_count` for one: `init`, and then f(state) of the
/// state before. Over nothing it is `init`.
template <detail::Operand Count, class Init, class F>
constexpr auto repeat(const Count& n, const Init& init, const F& f) {
    if constexpr (SymbolicRange<Count>) {
        using called [[maybe_unused]] = typename detail::turn_of<Init, F>::checked;
        if constexpr (!detail::HasTurn<Init, F>) return init;
        else return pullback::fold(n, init, [&](const auto& state, const auto&) { return f(state); });
    } else {
        return pullback::fold(n, init, [&](const auto& state, const auto&) { return f(state); });
    }
}

/// The same for a number of turns that is written there, which are unrolled in a function.
template <class Count, class Init, class F>
    requires std::is_integral_v<Count>
constexpr auto repeat(Count n, const Init& init, const F& f) {
    auto state = detail::first_state(init, f);
    using type = decltype(state);
    for (Count i = 0; i < n; ++i) state = detail::as_state<type>(detail::stored(f(state)));
    return state;
}

} // namespace pullback

#endif
