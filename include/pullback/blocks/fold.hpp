// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BLOCKS_FOLD_HPP
#define PULLBACK_BLOCKS_FOLD_HPP

#include <pullback/blocks/body.hpp>
#include <pullback/blocks/mapped_sequence.hpp>
#include <pullback/blocks/operands.hpp>
#include <pullback/blocks/sequence_states.hpp>
#include <pullback/blocks/states.hpp>
#include <pullback/functions/scalar.hpp>
#include <pullback/program/loops.hpp>
#include <pullback/record/body_or_none.hpp>
#include <pullback/record/index_set.hpp>
#include <pullback/record/loop_fault.hpp>
#include <pullback/record/loop_recorder.hpp>
#include <pullback/record/recorded_range.hpp>
#include <pullback/record/recorded_scalar.hpp>
#include <pullback/record/turn_reads.hpp>
#include <pullback/shape/groups.hpp>
#include <pullback/shape/shape_of.hpp>

#include <boost/hana/at.hpp>
#include <boost/hana/tuple.hpp>
#include <boost/hana/unpack.hpp>

#include <array>
#include <cstddef>
#include <type_traits>
#include <utility>

// Loops with a state, which each turn makes of that of the turn before.

namespace pullback {

namespace detail {

/// An ordered loop while it is recorded.
struct turns_of_loop {
    engine::record::loop_recorder& loops;
    engine::record::index_set around;
    int index;

    /// Begins a loop over an array in the state.
    constexpr int enter(int extent) const {
        return loops.tables.indices[index].is_nested ? loops.enter_inside(index, extent) : loops.enter(extent);
    }
};

/// What a state that begins with a value of type `Init` is in a turn: a number, or what is made of numbers.
template <class Init>
class state_part {
public:
    using state = rebind_shape<Init, recorded>;
    static constexpr int size = shape_of<state>::size;

    constexpr state_part(const turns_of_loop& turns, const Init& init) : first_(turns.loops.carries.size()) {
        recorded firsts[size];
        shape_of<Init>::template load<0>(init, firsts);
        for (int i = 0; i < size; ++i) now_[i] = turns.loops.add_carry(turns.index, firsts[i], turns.around);
    }
    /// The state before the first turn.
    static constexpr state begin(const Init& init) {
        recorded firsts[size];
        shape_of<Init>::template load<0>(init, firsts);
        return shape_of<state>::template store<0, state>(firsts);
    }
    constexpr state now_in(engine::record::loop_recorder&) const {
        return shape_of<state>::template store<0, state>(now_);
    }
    template <class Next>
    constexpr void hand_on(const turns_of_loop& turns, const Next& next) {
        if constexpr (std::is_same_v<state, recorded>) {
            if constexpr (std::is_constructible_v<recorded, const Next&>) next_[0] = recorded(next);
            else turns.loops.fault = engine::record::loop_fault::state_shape;
        } else if constexpr (has_size<Next, size>) {
            shape_of<Next>::template load<0>(next, next_);
        } else {
            turns.loops.fault = engine::record::loop_fault::state_shape;
        }
        for (int i = 0; i < size; ++i) turns.loops.hand_on(first_ + i, next_[i]);
    }
    constexpr state last(engine::record::loop_recorder& loops) const {
        recorded lasts[size];
        for (int i = 0; i < size; ++i) lasts[i] = loops.last(first_ + i);
        return shape_of<state>::template store<0, state>(lasts);
    }
    /// The state that was handed on.
    template <class Next>
    constexpr state after(engine::record::loop_recorder&, const Next&) const {
        return shape_of<state>::template store<0, state>(next_);
    }
    /// The numbers that are handed on.
    constexpr const recorded* next() const { return next_; }

private:
    int first_;
    recorded now_[size], next_[size];
};
template <class Init>
    requires std::is_arithmetic_v<Init>
class state_part<Init> : public state_part<recorded> {
public:
    constexpr state_part(const turns_of_loop& turns, const Init& init) : state_part<recorded>(turns, recorded(init)) {}
    static constexpr recorded begin(const Init& init) { return recorded(init); }
};

/// An array of run-time length in a state, or what a scan makes of a state: the numbers of an element as they were
/// recorded for the index of a loop over all.
template <class Element>
class recorded_array {
    static constexpr int size_of_element = shape_of<Element>::size;

public:
    constexpr recorded_array(engine::record::loop_recorder& loops, int index, int extent, const recorded* numbers)
        : loops_(&loops), index_(index), extent_(extent) {
        for (int i = 0; i < size_of_element; ++i) numbers_[i] = numbers[i];
    }

    constexpr engine::record::loop_recorder& loops() const { return *loops_; }
    constexpr int extent() const { return extent_; }
    constexpr Element element(int subscript) const {
        engine::turn_read turns;
        turns.count = 1;
        turns.of[0] = index_;
        turns.in[0] = subscript;
        turns.offsets[0] = offset_;
        recorded read[size_of_element];
        for (int i = 0; i < size_of_element; ++i) read[i] = engine::record::at_turn(*loops_, numbers_[i], turns);
        return shape_of<Element>::template store<0, Element>(read);
    }
    constexpr recorded size() const { return loops_->extent(extent_); }
    constexpr Element operator[](const recorded& k) const {
        const int subscript = loops_->subscript(k, extent_);
        // How long a row is that is known before the call only as one of all could not be checked.
        if (loops_->tables.extents[extent_].is_of_row() && loops_->is_data(subscript))
            loops_->fault = engine::record::loop_fault::row_subscript;
        return element(subscript);
    }
    /// The same with every subscript moved by an offset, and where no element stands the nearest one.
    constexpr recorded_array moved(int offset) const {
        recorded_array result = *this;
        result.offset_ += offset;
        return result;
    }

private:
    engine::record::loop_recorder* loops_;
    int index_, extent_, offset_ = 0;
    recorded numbers_[size_of_element];
};

/// The same of an array of run-time length.
template <SymbolicRange Init>
class state_part<Init> {
public:
    using element = rebind_shape<element_of_range<Init>, recorded>;
    using state = recorded_array<element>;
    static constexpr int size = shape_of<element>::size;

    constexpr state_part(const turns_of_loop& turns, const Init& init)
        : extent_(init.extent()), index_(turns.enter(extent_)) {
        recorded firsts[size];
        shape_of<element>::template load<0>(init.element(index_), firsts);
        turns.loops.leave();
        first_ = turns.loops.carries.size(); // after those of loops that the elements are made by
        for (int i = 0; i < size; ++i)
            now_[i] = turns.loops.add_carry(turns.index, firsts[i], turns.around,
                                            turns.loops.tables.indices[index_].within & ~turns.around);
    }
    static constexpr Init begin(const Init& init) { return init; }
    constexpr state now_in(engine::record::loop_recorder& loops) const { return state(loops, index_, extent_, now_); }
    template <class Next>
    constexpr auto after(engine::record::loop_recorder& loops, const Next& next) const {
        if constexpr (has_elements_of_size<Next, size>) return next;
        else return now_in(loops);
    }
    template <class Next>
    constexpr void hand_on(const turns_of_loop& turns, const Next& next) {
        if constexpr (has_elements_of_size<Next, size>) {
            turns.loops.must_agree(extent_, next.extent());
            turns.loops.enter_loop_of(index_); // also where the extents that agree have another index by now
            recorded nexts[size];
            shape_of<element_of_range<Next>>::template load<0>(next.element(index_), nexts);
            turns.loops.leave();
            for (int i = 0; i < size; ++i) turns.loops.hand_on(first_ + i, nexts[i]);
        } else {
            turns.loops.fault = engine::record::loop_fault::state_shape;
        }
    }
    constexpr state last(engine::record::loop_recorder& loops) const {
        recorded lasts[size];
        for (int i = 0; i < size; ++i) lasts[i] = loops.last(first_ + i);
        return state(loops, index_, extent_, lasts);
    }

private:
    int first_ = 0, extent_, index_;
    recorded now_[size];
};

/// The same of a tuple in which there is such an array, there or in a tuple in it.
template <class... Init>
    requires(has_range<Init> || ...)
class state_part<std::tuple<Init...>> {
public:
    using state = std::tuple<typename state_part<Init>::state...>;
    constexpr state_part(const turns_of_loop& turns, const std::tuple<Init...>& init)
        : parts_([&]<std::size_t... I>(std::index_sequence<I...>) {
              using std::get;
              return parts{state_part<Init>(turns, get<I>(init))...};
          }(std::index_sequence_for<Init...>{})) {}
    static constexpr auto begin(const std::tuple<Init...>& init) {
        return [&]<std::size_t... I>(std::index_sequence<I...>) {
            using std::get;
            return std::tuple<decltype(state_part<Init>::begin(get<I>(init)))...>(
                state_part<Init>::begin(get<I>(init))...);
        }(std::index_sequence_for<Init...>{});
    }
    constexpr state now_in(engine::record::loop_recorder& loops) const {
        return boost::hana::unpack(parts_, [&](const auto&... part) { return state(part.now_in(loops)...); });
    }
    template <class Next>
    constexpr auto after(engine::record::loop_recorder& loops, const Next& next) const {
        if constexpr (is_tuple_of<Next, sizeof...(Init)>)
            return [&]<std::size_t... I>(std::index_sequence<I...>) {
                using std::get;
                return std::tuple(boost::hana::at_c<I>(parts_).after(loops, get<I>(next))...);
            }(std::index_sequence_for<Init...>{});
        else return now_in(loops);
    }
    template <class Next>
    constexpr void hand_on(const turns_of_loop& turns, const Next& next) {
        if constexpr (is_tuple_of<Next, sizeof...(Init)>) {
            [&]<std::size_t... I>(std::index_sequence<I...>) {
                using std::get;
                (boost::hana::at_c<I>(parts_).hand_on(turns, get<I>(next)), ...);
            }(std::index_sequence_for<Init...>{});
        } else {
            turns.loops.fault = engine::record::loop_fault::state_shape;
        }
    }
    constexpr state last(engine::record::loop_recorder& loops) const {
        return boost::hana::unpack(parts_, [&](const auto&... part) { return state(part.last(loops)...); });
    }

private:
    using parts = boost::hana::tuple<state_part<Init>...>;
    parts parts_;
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

/// Records an ordered loop over symbolic ranges, and acts on its state at the end.
template <class Act, class F, class Init, class First, class... Rest>
constexpr auto record_turns(Act act, const F& function, const Init& init, const First& first, const Rest&... rest) {
    auto& loops = first.loops();
    (loops.must_agree(first.extent(), rest.extent()), ...);
    const engine::record::index_set around = loops.open_indices();
    const turns_of_loop turns{loops, around, loops.make_ordered(first.extent())};
    state_part<Init> state(turns, init); // outside of the loop, as what a range computes when it is read
    loops.enter_loop_of(turns.index);
    state.hand_on(turns, function(state.now_in(loops), first.element(turns.index), rest.element(turns.index)...));
    loops.leave();
    return act(turns, state);
}

/// The body of a call `fold(r..., init, f)` over symbolic ranges. As `body_of`, it is asked before anything is done
/// with it, so that the compiler's trace of a mistake in it is short.
template <class Positions, class... A>
struct turn_of_arguments {
    using checked = void;
    static constexpr bool is_in_order = true;
};
template <std::size_t... I, class... A>
    requires((SymbolicRange<std::tuple_element_t<I, by_argument<A...>>> && ...) &&
             !is_state<std::tuple_element_t<sizeof...(I), by_argument<A...>>>)
struct turn_of_arguments<std::index_sequence<I...>, A...> {
    using checked = decltype(detail::check_state<is_state<std::tuple_element_t<sizeof...(I), by_argument<A...>>>>());
    static constexpr bool is_in_order = false;
};
template <std::size_t... I, class... A>
    requires((SymbolicRange<std::tuple_element_t<I, by_argument<A...>>> && ...) &&
             is_state<std::tuple_element_t<sizeof...(I), by_argument<A...>>>)
struct turn_of_arguments<std::index_sequence<I...>, A...> {
    using function = std::tuple_element_t<sizeof...(I) + 1, by_argument<A...>>;
    using state = typename state_part<std::tuple_element_t<sizeof...(I), by_argument<A...>>>::state;
    using returned = decltype(std::declval<const body_or_none<function>&>()(
        std::declval<const state&>(), std::declval<const std::tuple_element_t<I, by_argument<A...>>&>().element(0)...));
    using checked = decltype(detail::check_body<returned>());
    // Where the compiler has found a mistake in the body, this asks once more and has no for an answer.
    static constexpr bool is_in_order =
        requires(const function& f, const state& s, const std::tuple_element_t<I, by_argument<A...>>&... x) {
            requires !std::is_void_v<decltype(f(s, x.element(0)...))>;
        };
};
template <class... A>
using turn_of = turn_of_arguments<std::make_index_sequence<sizeof...(A) - 2>, A...>;

/// Nothing is recorded of another body.
template <class... A>
concept HasTurn = requires { requires turn_of<A...>::is_in_order; };

/// Whether the first state of a call `scan(r..., init, f)` has a range in it.
template <class... A>
inline constexpr bool first_state_has_range = has_range<std::tuple_element_t<sizeof...(A) - 2, by_argument<A...>>>;

template <bool HasRange>
constexpr auto check_scan() {
    static_assert(!HasRange,
                  "scan(x, init, f): init is a range, or has one in it, so that there would be an array for "
                  "each turn; give init a fixed size, as std::array, or use fold, whose state may have a "
                  "sum over the turns beside the range");
}

} // namespace detail

/// The state after the last turn of a loop over the elements of ranges of one length: `init` before the first turn, and
/// then f(state, element...) of the state before. Over nothing it is `init`. A state is a number, or what is made of
/// numbers: an array, a tuple, a struct.
template <class... A>
    requires RangeArguments<A...>
constexpr auto fold(const A&... arguments) {
    using called [[maybe_unused]] = typename detail::turn_of<A...>::checked;
    return detail::split_fold(
        []<class F, class Init, class... R>(const F& function, const Init& init, const R&... ranges) {
            if constexpr (!detail::HasTurn<R..., Init, F>) {
                if constexpr (detail::is_state<Init>) return detail::state_part<Init>::begin(init);
                else return init;
            } else if constexpr ((SymbolicRange<R> && ...)) {
                return detail::record_turns(
                    [](const detail::turns_of_loop& turns, const auto& state) { return state.last(turns.loops); },
                    function, init, ranges...);
            } else {
                const std::size_t size = detail::common_size(ranges...);
                auto state =
                    detail::first_state(init, [&](const auto& first) { return function(first, ranges[0]...); });
                using type = decltype(state);
                for (std::size_t i = 0; i < size; ++i)
                    state = detail::as_state<type>(
                        detail::stored(function(state, ranges[static_cast<detail::subscript_in<R>>(i)]...)));
                return state;
            }
        },
        arguments...);
}

/// The range of the states after each turn of such a loop. No range is a part of the state.
template <class... A>
    requires RangeArguments<A...>
constexpr auto scan(const A&... arguments) {
    using called [[maybe_unused]] = typename detail::turn_of<A...>::checked;
    using checked [[maybe_unused]] = decltype(detail::check_scan<detail::first_state_has_range<A...>>());
    return detail::split_fold(
        []<class F, class Init, class... R>(const F& function, const Init& init, const R&... ranges) {
            if constexpr (!detail::HasTurn<R..., Init, F>) {
                if constexpr (detail::is_state<Init>) return detail::state_part<Init>::begin(init);
                else return init;
            } else if constexpr ((SymbolicRange<R> && ...)) {
                const int extent = boost::hana::at_c<0>(boost::hana::tuple<const R*...>{&ranges...})->extent();
                return detail::record_turns(
                    [&]<class State>(const detail::turns_of_loop& turns, const State& state) {
                        if constexpr (requires { state.next(); })
                            return detail::recorded_array<typename State::state>(turns.loops, turns.index, extent,
                                                                                 state.next());
                        else return state.last(turns.loops);
                    },
                    function, init, ranges...);
            } else {
                const std::size_t size = detail::common_size(ranges...);
                auto state =
                    detail::first_state(init, [&](const auto& first) { return function(first, ranges[0]...); });
                using type = decltype(state);
                return detail::made_in_turns<type, R...>(size, [&](std::size_t i) {
                    state = detail::as_state<type>(
                        detail::stored(function(state, ranges[static_cast<detail::subscript_in<R>>(i)]...)));
                    return state;
                });
            }
        },
        arguments...);
}

} // namespace pullback

#endif
