// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BLOCKS_WHILE_LOOP_HPP
#define PULLBACK_BLOCKS_WHILE_LOOP_HPP

#include <pullback/blocks/bound_of_turns.hpp>
#include <pullback/blocks/fold.hpp>
#include <pullback/blocks/operands.hpp>
#include <pullback/blocks/sequence_states.hpp>
#include <pullback/functions/conditions.hpp>
#include <pullback/program/literal.hpp>
#include <pullback/program/loops.hpp>
#include <pullback/record/index_set.hpp>
#include <pullback/record/loop_recorder.hpp>
#include <pullback/record/recorded_range.hpp>
#include <pullback/record/recorded_scalar.hpp>
#include <pullback/record/recorder.hpp>
#include <pullback/record/recorder_of_numbers.hpp>
#include <pullback/shape/range_error.hpp>
#include <pullback/shape/shape_of.hpp>

#include <cstddef>
#include <limits>
#include <type_traits>
#include <utility>

// Loops that end by a condition of their state.

namespace pullback {

namespace detail {

template <bool IsTruthValue, bool IsNumber, bool IsBound, bool KeepsShape>
constexpr void check_while() {
    static_assert(IsBound,
                  "while_loop(bound, init, condition, f): bound is neither pullback::at_most<N> nor a range, such as "
                  "an argument that is a pullback::step_count; give one of them");
    static_assert(!IsNumber,
                  "while_loop(init, condition, f): the condition returns a number, which is no truth value; compare "
                  "it, as in [](const auto& s) { return abs(s) > 1e-9; }");
    static_assert(IsTruthValue || IsNumber,
                  "while_loop(init, condition, f): the condition returns neither a truth value nor what compares "
                  "numbers of a body; return a comparison of numbers, x < y");
    static_assert(KeepsShape,
                  "while_loop(init, condition, f): f returns a state of another shape than init; return as many "
                  "numbers, in the same order, and a range where init has one");
}

template <class Result>
inline constexpr bool is_truth_value = std::is_same_v<Result, bool> || std::is_same_v<Result, recorded_condition> ||
                                       (!Shaped<Result> && requires(const Result& x) {
                                           { static_cast<bool>(x) };
                                       });

/// Whether a state that begins with a value of type `Init` may become one of type `Next`.
template <class Init, class Next>
constexpr bool keeps_shape() {
    if constexpr (SymbolicRange<Init> || SymbolicRange<Next>) return SymbolicRange<Init> && SymbolicRange<Next>;
    else if constexpr (!Shaped<Init> || !Shaped<Next>) return true; // which is seen element by element
    else return shape_of<Init>::size == shape_of<Next>::size;
}

template <class State>
inline constexpr bool is_recorded_state = false;
template <Shaped State>
inline constexpr bool is_recorded_state<State> = std::is_same_v<scalar_of<State>, recorded>;

template <class X>
constexpr engine::record::recorder* recorder_of_state(const X& x) {
    if constexpr (std::is_same_v<X, recorded_condition>) return x.target();
    else if constexpr (is_recorded_state<X>) return detail::recorder_of_numbers(x);
    else return nullptr;
}
/// What writes the loops of the ranges in a state, if it has any.
template <class X>
constexpr engine::record::loop_recorder* loops_in(const X& x) {
    if constexpr (SymbolicRange<X>) {
        return &x.loops();
    } else if constexpr (has_range<X>) {
        return [&]<std::size_t... I>(std::index_sequence<I...>) {
            engine::record::loop_recorder* found = nullptr;
            using std::get;
            ((found = found != nullptr ? found : detail::loops_in(get<I>(x))), ...);
            return found;
        }(std::make_index_sequence<std::tuple_size_v<X>>{});
    } else {
        return nullptr;
    }
}
/// What writes the loops of the function that is recorded, or null where it has none: a function of numbers.
constexpr engine::record::loop_recorder* loops_of_target(const engine::record::recorder* target) {
    engine::record::loop_recorder* const loops = target == nullptr ? nullptr : target->loops();
    return loops != nullptr && loops->tables.array_count > 0 ? loops : nullptr;
}

template <class Init, class Condition, class F>
constexpr auto record_while(engine::record::loop_recorder& loops, int extent, const Init& init,
                            const Condition& condition, const F& function) {
    const engine::record::index_set around = loops.open_indices();
    const recorded_condition first = condition(state_part<Init>::begin(init));
    const turns_of_loop turns{loops, around, loops.make_ordered(extent)};
    state_part<Init> state(turns, init); // outside of the loop, as what a range computes when it is read
    loops.enter_loop_of(turns.index);
    const auto next = function(state.now_in(loops));
    state.hand_on(turns, next);
    loops.end_unless(turns.index, first, condition(state.after(loops, next)), around);
    loops.leave();
    return state.last(loops);
}

/// The same in a function of numbers, whose program has no loops: so many turns, each of which leaves the state as it
/// is when the condition holds no more. A state that is not at its end after these is NaN, and so are its derivatives.
template <class State, class Condition, class F>
constexpr State unroll_while(const State& init, int most, const Condition& condition, const F& function) {
    constexpr int size = shape_of<State>::size;
    State state = init;
    for (int i = 0; i < most; ++i) {
        const recorded_condition goes_on = condition(state);
        if (goes_on.is_known() && !goes_on.known_value()) return state;
        if (!goes_on.is_known() && most == engine::no_bound) {
            goes_on.target()->note_missing_bound();
            return state;
        }
        recorded now[size], next[size];
        shape_of<State>::template load<0>(state, now);
        const auto made = function(state);
        shape_of<std::remove_cvref_t<decltype(made)>>::template load<0>(made, next);
        for (int k = 0; k < size; ++k) next[k] = goes_on.is_known() ? next[k] : select(goes_on, next[k], now[k]);
        state = shape_of<State>::template store<0, State>(next);
    }
    const recorded_condition goes_on = condition(state);
    recorded last[size];
    shape_of<State>::template load<0>(state, last);
    const recorded not_ended(std::numeric_limits<engine::literal>::quiet_NaN());
    for (recorded& each : last)
        each = goes_on.is_known() ? (goes_on.known_value() ? not_ended : each)
                                  : each * select(goes_on, not_ended, recorded(1));
    return shape_of<State>::template store<0, State>(last);
}

/// The same of numbers that are there.
template <class Bound, class Init, class Condition, class F>
constexpr auto run_while(const Bound& bound, const Init& init, const Condition& condition, const F& function) {
    auto state = detail::first_state(init, function);
    using type = decltype(state);
    for (std::size_t i = 0; condition(state); ++i) {
        if constexpr (!std::is_same_v<Bound, no_bound_of_turns>)
            if (i == static_cast<std::size_t>(bound.size())) report_no_end(static_cast<std::ptrdiff_t>(i));
        state = detail::as_state<type>(detail::stored(function(state)));
    }
    return state;
}

/// The state before the first turn as the condition reads it.
template <class Bound, class Init, class F>
constexpr auto state_of_while(const Init& init, const F& function) {
    if constexpr (SymbolicRange<Bound> || has_range<Init>) return state_part<Init>::begin(init);
    else return detail::first_state(init, function);
}

template <class Bound, class Init, class Condition, class F>
constexpr auto any_while(const Bound& bound, const Init& init, const Condition& condition, const F& function) {
    using state = decltype(detail::state_of_while<Bound>(init, function));
    using truth = std::remove_cvref_t<decltype(condition(std::declval<const state&>()))>;
    using next = std::remove_cvref_t<decltype(function(std::declval<const state&>()))>;
    constexpr bool is_truth = is_truth_value<truth>, is_number = !is_truth && Shaped<truth>;
    constexpr bool is_bound = is_bound_of_turns<Bound>, keeps = detail::keeps_shape<state, next>();
    detail::check_while<is_truth, is_number, is_bound, keeps>();
    if constexpr (!is_truth || !is_bound || !keeps) {
        return init;
    } else if constexpr (has_range<Init>) {
        engine::record::loop_recorder& loops = *detail::loops_in(init);
        if constexpr (SymbolicRange<Bound>)
            return detail::record_while(loops, bound.extent(), init, condition, function);
        else
            return detail::record_while(loops, loops.constant_extent(detail::count_of_bound(bound)), init, condition,
                                        function);
    } else if constexpr (SymbolicRange<Bound>) {
        return detail::record_while(bound.loops(), bound.extent(), init, condition, function);
    } else if constexpr (std::is_same_v<truth, recorded_condition> || is_recorded_state<state>) {
        using S = rebind_shape<state, recorded>;
        recorded scalars[shape_of<S>::size];
        shape_of<state>::template load<0>(detail::first_state(init, function), scalars);
        const S first = shape_of<S>::template store<0, S>(scalars);
        // Which program is recorded, the numbers say that are not literals.
        engine::record::recorder* target = detail::recorder_of_state(first);
        if (target == nullptr) target = detail::recorder_of_state(condition(first));
        if (target == nullptr) target = detail::recorder_of_state(function(first));
        engine::record::loop_recorder* const loops = detail::loops_of_target(target);
        const int most = detail::count_of_bound(bound);
        if (loops != nullptr)
            return detail::record_while(*loops, loops->constant_extent(most), first, condition, function);
        return detail::unroll_while(first, most, condition, function);
    } else {
        return detail::run_while(bound, init, condition, function);
    }
}

} // namespace detail

/// The state s after so many turns s = f(s) as condition(s) holds, from `init` on: `init` itself where it does not
/// hold. The condition compares numbers of the state; where one of them is NaN a comparison does not hold, and the loop
/// ends. A state is what that of `fold` is.
///
/// There are no more turns than the bound says: `at_most<N>`, or as many as a range has elements, `step_count(n)` as an
/// argument. A loop that has not ended then is a `range_error`. In the body of a function of numbers, which has no
/// arguments of run-time length, the turns are unrolled, N times the body, and what has not ended is NaN.
///
/// A derivative in reverse goes back through as many turns as there were. It keeps numbers of each turn in memory, the
/// bound times as many, or with `checkpoints` fewer.
template <class Bound, class Init, class Condition, class F>
constexpr auto while_loop(const Bound& bound, const Init& init, const Condition& condition, const F& f) {
    if constexpr (SymbolicRange<Bound> || detail::has_range<Init>) {
        using asked [[maybe_unused]] = typename detail::turn_of<Init, Condition>::checked;
        using called [[maybe_unused]] = typename detail::turn_of<Init, F>::checked;
        if constexpr (!detail::HasTurn<Init, Condition> || !detail::HasTurn<Init, F>) return init;
        else return detail::any_while(bound, init, condition, f);
    } else {
        return detail::any_while(bound, init, condition, f);
    }
}
/// The same without a bound, which has a value and tangents, and no derivative in reverse. In the body of a function of
/// numbers there is a bound.
template <class Init, class Condition, class F>
constexpr auto while_loop(const Init& init, const Condition& condition, const F& f) {
    return detail::any_while(detail::no_bound_of_turns(), init, condition, f);
}

} // namespace pullback

#endif
