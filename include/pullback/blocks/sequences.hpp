// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BLOCKS_SEQUENCES_HPP
#define PULLBACK_BLOCKS_SEQUENCES_HPP

#include <pullback/blocks/ranges.hpp>
#include <pullback/functions/scalar.hpp>
#include <pullback/record/recorded_range.hpp>
#include <pullback/shape/range_error.hpp>
#include <pullback/shape/shape_of.hpp>

#include <boost/hana/tuple.hpp>
#include <cstddef>
#include <type_traits>
#include <utility>

// The same vocabulary on sequences that are there: arrays of fixed size inside a function, whose loops are unrolled,
// and containers of numbers, so that one source is a function of ranges and plain code.

namespace pullback {

namespace detail {

template <class A>
concept Sequence = !SymbolicRange<A> && requires(const A& sequence, std::size_t i) {
    sequence[i];
    { sequence.size() + std::size_t(0) };
    typename A::value_type;
} && !Scalar<A>;

template <class... A>
inline constexpr bool begins_with_sequence = false;
template <class First, class... Rest>
inline constexpr bool begins_with_sequence<First, Rest...> = Sequence<First>;

template <class... A>
concept SequenceArguments = begins_with_sequence<A...>;

/// Acts on the sequences and the function of a call, as `split_arguments`.
template <class Act, class... A>
constexpr auto split_sequences(Act act, const A&... arguments) {
    constexpr std::size_t last = sizeof...(A) - 1;
    const boost::hana::tuple<const A*...> all{&arguments...};
    using last_type = std::remove_cvref_t<decltype(*boost::hana::at_c<last>(all))>;
    if constexpr (Sequence<last_type>) {
        return act(itself{}, arguments...);
    } else {
        return [&]<std::size_t... I>(std::index_sequence<I...>) {
            return act(*boost::hana::at_c<last>(all), *boost::hana::at_c<I>(all)...);
        }(std::make_index_sequence<last>{});
    }
}

template <class First, class... Rest>
constexpr std::size_t common_size(const First& first, const Rest&... rest) {
    const auto size = static_cast<std::size_t>(first.size());
    const bool agree = ((static_cast<std::size_t>(rest.size()) == size) && ...);
    if (!agree)
        report_range_error(range_sentence() << "sum(x, y, f), map(x, y, f), ...: x and y are of different lengths; "
                                               "give sequences of one length");
    return size;
}

template <class X>
constexpr X plus(const X& x, const X& y) {
    if constexpr (Scalar<X>) {
        return x + y;
    } else {
        scalar_of<X> a[shape_of<X>::size], b[shape_of<X>::size];
        shape_of<X>::template load<0>(x, a);
        shape_of<X>::template load<0>(y, b);
        for (int i = 0; i < shape_of<X>::size; ++i) a[i] = a[i] + b[i];
        return shape_of<X>::template store<0, X>(a);
    }
}

} // namespace detail

/// ∑ f(x...) over sequences; 0 if they are empty.
template <class... A>
    requires detail::SequenceArguments<A...>
constexpr auto sum(const A&... arguments) {
    return detail::split_sequences(
        [](const auto& function, const auto&... sequences) {
            using value = std::remove_cvref_t<decltype(function(sequences[0]...))>;
            const std::size_t size = detail::common_size(sequences...);
            if (size == 0) return value{};
            value whole = function(sequences[0]...);
            for (std::size_t i = 1; i < size; ++i) whole = detail::plus<value>(whole, function(sequences[i]...));
            return whole;
        },
        arguments...);
}

namespace detail {

template <bool IsMaximum, class... A>
constexpr auto extremum_of(const A&... arguments) {
    return split_sequences(
        [](const auto& function, const auto&... sequences) {
            const std::size_t size = common_size(sequences...);
            if (size == 0)
                report_range_error(range_sentence()
                                   << "max(x, f), min(x, f): x is empty, so there is none; give it an element");
            auto best = function(sequences[0]...);
            for (std::size_t i = 1; i < size; ++i) {
                const auto next = function(sequences[i]...);
                // The first NaN is taken for the best, as the result of max(x, y) is NaN where an operand is.
                const auto is_better = (IsMaximum ? next > best : next < best) || (next != next && best == best);
                best = select(is_better, next, best);
            }
            return best;
        },
        arguments...);
}

} // namespace detail

/// The largest f(x...), the first of equals. Precondition: the sequences are not empty.
template <class... A>
    requires detail::SequenceArguments<A...>
constexpr auto max(const A&... arguments) {
    return detail::extremum_of<true>(arguments...);
}
/// The smallest f(x...), the first of equals. Precondition: the sequences are not empty.
template <class... A>
    requires detail::SequenceArguments<A...>
constexpr auto min(const A&... arguments) {
    return detail::extremum_of<false>(arguments...);
}

/// ∑ x y over two sequences.
template <detail::Sequence A, detail::Sequence B>
constexpr auto dot(const A& a, const B& b) {
    return pullback::sum(a, b, [](const auto& x, const auto& y) { return x * y; });
}

/// The mean of f(x...).
template <class First, class... A>
    requires detail::SequenceArguments<First, A...>
constexpr auto mean(const First& first, const A&... arguments) {
    const auto whole = pullback::sum(first, arguments...);
    return whole / static_cast<int>(first.size());
}

} // namespace pullback

#endif
