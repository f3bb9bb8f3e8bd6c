// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BLOCKS_OPERANDS_HPP
#define PULLBACK_BLOCKS_OPERANDS_HPP

#include <pullback/functions/scalar.hpp>
#include <pullback/program/loops.hpp>
#include <pullback/record/recorded.hpp>
#include <pullback/record/recorded_range.hpp>
#include <pullback/shape/range_error.hpp>

#include <boost/hana/at.hpp>
#include <boost/hana/tuple.hpp>

#include <cstddef>
#include <limits>
#include <type_traits>
#include <utility>

// What the words of the vocabulary take: ranges, and a function after them. A range is symbolic, an argument of
// run-time length while a function is recorded; or it is a sequence that is there: an array of fixed size inside a
// function, whose loop is unrolled, or a container of plain numbers outside of one.

namespace pullback {

namespace detail {

template <class A>
concept Sequence = requires(const A& sequence, std::size_t i) {
    typename A::value_type; // which comes first: the graph's variables have none, and not all can be asked for [i]
    { sequence.size() + std::size_t(0) };
    sequence[i];
} && !answers_calls<A> && !SymbolicRange<A> && !Scalar<A>;

template <class A>
concept Operand = SymbolicRange<A> || Sequence<A>;

/// What counts the elements of a sequence, with a sign or without.
template <class S>
using subscript_in = std::remove_cvref_t<decltype(std::declval<const S&>().size())>;

template <class... A>
inline constexpr bool begins_with_operand = false;
template <class First, class... Rest>
inline constexpr bool begins_with_operand<First, Rest...> = Operand<First>;

} // namespace detail

/// What the vocabulary takes: ranges, and a function after them.
template <class... A>
concept RangeArguments = detail::begins_with_operand<std::remove_cvref_t<A>...>;

namespace detail {

struct itself {
    template <class X>
    constexpr X operator()(const X& x) const {
        return x;
    }
};

/// Says what is missing in a call with several ranges and nothing that is made of their elements.
template <bool HasFunction>
constexpr auto check_function() {
    static_assert(
        HasFunction,
        "sum(x, y), max(x, y), map(x, y), ...: several ranges have a function after them, not a number, which "
        "says what is made of an element of each; write sum(x, y, [](const auto& p, const auto& q) { return p * q; }), "
        "dot(x, y), or zip(x, y)");
}

/// Acts on the function and the ranges of a call `sum(r..., f)`; without a function, each element stands for itself.
template <class Act, class... A>
constexpr auto split_arguments(Act act, const A&... arguments) {
    constexpr std::size_t last = sizeof...(A) - 1;
    const boost::hana::tuple<const A*...> all{&arguments...};
    using last_type = std::remove_cvref_t<decltype(*boost::hana::at_c<last>(all))>;
    if constexpr (Operand<last_type>) {
        using checked [[maybe_unused]] = decltype(detail::check_function<last == 0>());
        if constexpr (last == 0) return act(itself{}, arguments...);
        else return recorded(); // which has been refused
    } else if constexpr (std::is_arithmetic_v<last_type> || std::is_same_v<last_type, recorded>) {
        // Of ranges it is said where their body is checked.
        using checked [[maybe_unused]] = decltype(detail::check_function<(SymbolicRange<A> || ...)>());
        return recorded();
    } else {
        return [&]<std::size_t... I>(std::index_sequence<I...>) {
            return act(*boost::hana::at_c<last>(all), *boost::hana::at_c<I>(all)...);
        }(std::make_index_sequence<last>{});
    }
}

/// The first elements of a symbolic range as a sequence of so many.
template <class R>
class fixed_view {
public:
    using value_type = element_of_range<R>;
    constexpr fixed_view(const R& range, std::size_t size) : range_(range), size_(size) {}
    constexpr std::size_t size() const { return size_; }
    constexpr value_type operator[](std::size_t i) const {
        return range_.element(engine::constant_subscript(static_cast<int>(i)));
    }

private:
    R range_;
    std::size_t size_;
};

/// The number of elements of sequences, which have equally many.
template <class First, class... Rest>
constexpr std::size_t common_size(const First& first, const Rest&... rest) {
    const auto size = static_cast<std::size_t>(first.size());
    const bool agree = ((static_cast<std::size_t>(rest.size()) == size) && ...);
    if (!agree)
        report_range_error(range_sentence() << "sum(x, y, f), map(x, y, f), ...: x and y are of different lengths; "
                                               "give sequences of one length");
    return size;
}

/// The number of elements of a sequence whose places are to be numbers of type int.
constexpr std::size_t checked_as_places(std::size_t size) {
    if (size > static_cast<std::size_t>(std::numeric_limits<int>::max()))
        report_range_error(range_sentence() << "indices(x), argmax(x), argmin(x): x has more elements than an int can "
                                               "count; call a static function, which counts further");
    return size;
}

template <class A, class... Rest>
constexpr std::size_t size_of_first_sequence(const A& first, const Rest&... rest) {
    if constexpr (Sequence<A>) return static_cast<std::size_t>(first.size());
    else return detail::size_of_first_sequence(rest...);
}

/// A range as a sequence of that size. The length of a symbolic one is checked at the call.
template <class A>
constexpr decltype(auto) as_sequence(const A& operand, std::size_t size) {
    if constexpr (SymbolicRange<A>) {
        operand.loops().must_have(operand.extent(), static_cast<int>(size), true);
        return fixed_view<A>(operand, size);
    } else {
        return (operand);
    }
}

/// Acts on the function and the ranges of a call in one of two ways: where all are symbolic, and where one is a
/// sequence, so that there are as many elements as it has.
template <class OnRanges, class OnSequences, class... A>
constexpr auto on_operands(OnRanges on_ranges, OnSequences on_sequences, const A&... arguments) {
    return detail::split_arguments(
        [&]<class F, class... R>(const F& function, const R&... operands) {
            if constexpr ((SymbolicRange<R> && ...)) {
                return on_ranges(function, operands...);
            } else if constexpr ((Sequence<R> && ...)) {
                return on_sequences(function, operands...);
            } else if constexpr (!(Operand<R> && ...)) {
                return recorded(); // which has been refused
            } else {
                const std::size_t size = detail::size_of_first_sequence(operands...);
                return on_sequences(function, detail::as_sequence(operands, size)...);
            }
        },
        arguments...);
}

} // namespace detail

} // namespace pullback

#endif
