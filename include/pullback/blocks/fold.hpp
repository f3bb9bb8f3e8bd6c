// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BLOCKS_FOLD_HPP
#define PULLBACK_BLOCKS_FOLD_HPP

#include <pullback/blocks/mapped_sequence.hpp>
#include <pullback/blocks/operands.hpp>
#include <pullback/functions/scalar.hpp>
#include <pullback/program/loops.hpp>
#include <pullback/record/loop_recorder.hpp>
#include <pullback/record/recorded_range.hpp>
#include <pullback/record/recorded_scalar.hpp>
#include <pullback/shape/shape_of.hpp>

#include <boost/hana/at.hpp>
#include <boost/hana/tuple.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <type_traits>
#include <utility>
#include <vector>

// Loops with a state, which each turn makes of that of the turn before.

namespace pullback {

namespace detail {

/// An ordered loop while it is recorded: what its state is in a turn, and what the body makes of it.
template <class State>
class recorded_turns {
    static constexpr int size = shape_of<State>::size;

public:
    template <class Init>
    constexpr recorded_turns(engine::record::loop_recorder& loops, int extent, const Init& init) : loops_(loops) {
        around_ = loops.open_indices();
        index_ = loops.enter_ordered(extent);
        first_carry_ = loops.carries.size();
        recorded firsts[size];
        load(init, firsts);
        for (int i = 0; i < size; ++i) state_[i] = loops.add_carry(index_, firsts[i], around_);
    }

    constexpr int index() const { return index_; }
    constexpr State state() const { return shape_of<State>::template store<0, State>(state_); }
    /// Ends the loop. Returns the state after the last turn.
    template <class Next>
    constexpr State end(const Next& next) {
        recorded nexts[size], lasts[size];
        load(next, nexts);
        loops_.leave();
        for (int i = 0; i < size; ++i) {
            loops_.hand_on(first_carry_ + i, nexts[i]);
            next_[i] = nexts[i];
        }
        for (int i = 0; i < size; ++i) lasts[i] = loops_.last(first_carry_ + i);
        return shape_of<State>::template store<0, State>(lasts);
    }
    constexpr const recorded* nexts() const { return next_; }

private:
    template <class X>
    static constexpr void load(const X& x, recorded* numbers) {
        if constexpr (std::is_same_v<State, recorded>) numbers[0] = recorded(x);
        else shape_of<X>::template load<0>(x, numbers);
    }

    engine::record::loop_recorder& loops_;
    engine::record::index_set around_ = 0;
    int index_ = 0, first_carry_ = 0;
    recorded state_[size]{}, next_[size]{};
};

/// The state of a loop that begins with a value of this type.
template <class Init>
struct state_of {
    using type = rebind_shape<Init, recorded>;
};
template <class Init>
    requires std::is_arithmetic_v<Init>
struct state_of<Init> {
    using type = recorded;
};

/// Acts on the function, the first state and the ranges of a call `fold(r..., init, f)`.
template <class Act, class... A>
constexpr auto split_fold(Act act, const A&... arguments) {
    constexpr std::size_t ranges = sizeof...(A) - 2;
    const boost::hana::tuple<const A*...> all{__builtin_addressof(arguments)...};
    return [&]<std::size_t... I>(std::index_sequence<I...>) {
        return act(*boost::hana::at_c<ranges + 1>(all), *boost::hana::at_c<ranges>(all), *boost::hana::at_c<I>(all)...);
    }(std::make_index_sequence<ranges>{});
}

/// The states that the turns of an ordered loop hand on, as a range.
template <class State>
class scanned_range {
    static constexpr int size_of_state = shape_of<State>::size;

public:
    constexpr scanned_range(engine::record::loop_recorder& loops, int index, int extent, const recorded* states)
        : loops_(&loops), index_(index), extent_(extent) {
        for (int i = 0; i < size_of_state; ++i) states_[i] = states[i];
    }

    constexpr engine::record::loop_recorder& loops() const { return *loops_; }
    constexpr int extent() const { return extent_; }
    constexpr State element(int subscript) const {
        if (!engine::is_index_subscript(subscript)) loops_->fault = engine::record::loop_fault::subscript;
        engine::turn_read turns;
        turns.count = 1;
        turns.of[0] = index_;
        turns.in[0] = subscript;
        recorded read[size_of_state];
        for (int i = 0; i < size_of_state; ++i) read[i] = loops_->at_turn(states_[i], turns);
        return shape_of<State>::template store<0, State>(read);
    }
    constexpr recorded size() const { return loops_->extent(extent_); }
    constexpr State operator[](const recorded& k) const { return element(loops_->subscript(k, extent_)); }

private:
    engine::record::loop_recorder* loops_;
    int index_, extent_;
    recorded states_[size_of_state];
};

/// So many elements, made one after the other: a std::array where one of the sequences has a constant size.
template <class Element, class... S, class Make>
constexpr auto made_in_turns(std::size_t size, Make make) {
    if constexpr (has_constant_size<S...>) {
        std::array<Element, std::max({constant_size<S>...})> made{};
        for (std::size_t i = 0; i < size; ++i) made[i] = make(i);
        return made;
    } else {
        std::vector<Element> made;
        made.reserve(size);
        for (std::size_t i = 0; i < size; ++i) made.push_back(make(i));
        return made;
    }
}

} // namespace detail

/// The state after the last turn of a loop over the elements of ranges of one length: `init` before the first turn, and
/// then f(state, element...) of the state before. Over nothing it is `init`. A state is a number, or what is made of
/// numbers: an array, a tuple, a struct.
template <class... A>
    requires RangeArguments<A...>
constexpr auto fold(const A&... arguments) {
    return detail::split_fold(
        []<class F, class Init, class... R>(const F& function, const Init& init, const R&... ranges) {
            if constexpr ((SymbolicRange<R> && ...)) {
                using state = typename detail::state_of<Init>::type;
                const auto& first = *boost::hana::at_c<0>(boost::hana::tuple<const R*...>{&ranges...});
                auto& loops = first.loops();
                (loops.must_agree(first.extent(), ranges.extent()), ...);
                detail::recorded_turns<state> turns(loops, first.extent(), init);
                return turns.end(function(turns.state(), ranges.element(turns.index())...));
            } else {
                const std::size_t size = detail::common_size(ranges...);
                auto state = init;
                for (std::size_t i = 0; i < size; ++i) state = function(state, ranges[i]...);
                return state;
            }
        },
        arguments...);
}

/// The range of the states after each turn of such a loop.
template <class... A>
    requires RangeArguments<A...>
constexpr auto scan(const A&... arguments) {
    return detail::split_fold(
        []<class F, class Init, class... R>(const F& function, const Init& init, const R&... ranges) {
            if constexpr ((SymbolicRange<R> && ...)) {
                using state = typename detail::state_of<Init>::type;
                const auto& first = *boost::hana::at_c<0>(boost::hana::tuple<const R*...>{&ranges...});
                auto& loops = first.loops();
                (loops.must_agree(first.extent(), ranges.extent()), ...);
                detail::recorded_turns<state> turns(loops, first.extent(), init);
                turns.end(function(turns.state(), ranges.element(turns.index())...));
                return detail::scanned_range<state>(loops, turns.index(), first.extent(), turns.nexts());
            } else {
                const std::size_t size = detail::common_size(ranges...);
                auto state = init;
                return detail::made_in_turns<Init, R...>(size, [&](std::size_t i) {
                    state = function(state, ranges[i]...);
                    return state;
                });
            }
        },
        arguments...);
}

} // namespace pullback

#endif
