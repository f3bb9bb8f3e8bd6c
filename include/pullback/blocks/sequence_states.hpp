// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BLOCKS_SEQUENCE_STATES_HPP
#define PULLBACK_BLOCKS_SEQUENCE_STATES_HPP

#include <pullback/blocks/mapped_sequence.hpp>
#include <pullback/blocks/operands.hpp>
#include <pullback/shape/result_container.hpp>

#include <array>
#include <cstddef>
#include <initializer_list>
#include <type_traits>
#include <utility>

// The states of loops over sequences that are there: arrays in a body, containers outside.

namespace pullback::detail {

template <class X>
inline constexpr bool is_tuple = false;
template <class... X>
inline constexpr bool is_tuple<std::tuple<X...>> = true;
/// A state as the next turn reads it: a range that computes its elements when they are read is stored.
template <class State>
constexpr auto stored(const State& state) {
    if constexpr (is_tuple<State>) {
        return [&]<std::size_t... I>(std::index_sequence<I...>) {
            using std::get;
            return std::tuple<decltype(detail::stored(get<I>(state)))...>(detail::stored(get<I>(state))...);
        }(std::make_index_sequence<std::tuple_size_v<State>>{});
    } else if constexpr (is_computed<State>) {
        using element = std::remove_cvref_t<decltype(state[0])>;
        array_of_results<element> made;
        for (std::size_t i = 0; i < static_cast<std::size_t>(state.size()); ++i) made.push_back(state[i]);
        return made;
    } else {
        return state;
    }
}

/// The type of a state that begins with a value of type `Init` and becomes one of type `Next`: `fold(x, 0, f)` begins
/// with an integer, and does not stay one.
template <class Init, class Next>
struct joined_state {
    using type = Init;
};
template <class Init, class Next>
    requires(std::is_arithmetic_v<Init> && !std::is_arithmetic_v<Next>)
struct joined_state<Init, Next> {
    using type = Next;
};
template <class Init, class Next>
    requires(std::is_arithmetic_v<Init> && std::is_arithmetic_v<Next>)
struct joined_state<Init, Next> {
    using type = std::common_type_t<Init, Next>;
};
template <class... Init, class... Next>
    requires(sizeof...(Init) == sizeof...(Next))
struct joined_state<std::tuple<Init...>, std::tuple<Next...>> {
    using type = std::tuple<typename joined_state<Init, Next>::type...>;
};
template <class Init, class Next, std::size_t Size>
struct joined_state<std::array<Init, Size>, std::array<Next, Size>> {
    using type = std::array<typename joined_state<Init, Next>::type, Size>;
};
template <class State, class Value>
constexpr State as_state(const Value& value) {
    if constexpr (std::is_same_v<State, Value>) {
        return value;
    } else if constexpr (is_tuple<State>) {
        return [&]<std::size_t... I>(std::index_sequence<I...>) {
            using std::get;
            return State(detail::as_state<std::tuple_element_t<I, State>>(get<I>(value))...);
        }(std::make_index_sequence<std::tuple_size_v<State>>{});
    } else if constexpr (requires { std::tuple_size<State>::value; }) {
        State state{};
        for (std::size_t i = 0; i < state.size(); ++i)
            state[i] = detail::as_state<typename State::value_type>(value[i]);
        return state;
    } else {
        return static_cast<State>(value);
    }
}
/// The state before the first turn of a loop in which `next(state)` is the state of the turn after it.
template <class Init, class Make>
constexpr auto first_state(const Init& init, const Make& next) {
    auto state = detail::stored(init);
    using type = decltype(state);
    using made = decltype(detail::stored(next(state)));
    return detail::as_state<typename joined_state<type, made>::type>(state);
}

template <class... S>
inline constexpr std::size_t first_constant_size = [] {
    for (const std::size_t size : {constant_size<S>...})
        if (size > 0) return size;
    return std::size_t(0);
}();

/// So many elements, made one after the other: a std::array where one of the sequences has a constant size.
template <class Element, class... S, class Make>
constexpr auto made_in_turns(std::size_t size, Make make) {
    if constexpr (has_constant_size<S...>) {
        std::array<Element, first_constant_size<S...>> made{};
        for (std::size_t i = 0; i < size; ++i) made[i] = make(i);
        return made;
    } else {
        array_of_results<Element> made;
        made.reserve(size);
        for (std::size_t i = 0; i < size; ++i) made.push_back(make(i));
        return made;
    }
}

} // namespace pullback::detail

#endif
