// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BLOCKS_EXTREMA_HPP
#define PULLBACK_BLOCKS_EXTREMA_HPP

#include <pullback/blocks/body.hpp>
#include <pullback/blocks/loop.hpp>
#include <pullback/blocks/operands.hpp>
#include <pullback/functions/extremum_kind.hpp>
#include <pullback/program/loops.hpp>
#include <pullback/record/loop_recorder.hpp>
#include <pullback/record/recorded_range.hpp>
#include <pullback/record/recorded_scalar.hpp>
#include <pullback/shape/range_error.hpp>

#include <cstddef>
#include <type_traits>

namespace pullback {

namespace detail {

/// The place where f(x...) is largest or smallest.
template <engine::extremum_kind Kind>
struct place_of_extremum {
    static constexpr engine::loop_step step = Kind == engine::extremum_kind::largest
                                                  ? engine::loop_step::place_of_maximum
                                                  : engine::loop_step::place_of_minimum;

    template <class F, class... R>
    static constexpr recorded in_ranges(const F& function, const R&... ranges) {
        return detail::in_loop(
            [](auto& loops, const recorded& body, int index) { return loops.reduce(step, body, index); }, function,
            ranges...);
    }

    /// Acts on the largest or smallest of sequences and on its place.
    template <class Use, class F, class... S>
    static constexpr auto in_sequences(Use use, const F& function, const S&... sequences) {
        const std::size_t size = detail::checked_as_places(detail::common_size(sequences...));
        if (size == 0)
            report_range_error(range_sentence()
                               << "max(x, f), min(x, f): x is empty, so there is none; give it an element");
        auto best = function(sequences[0]...);
        using place_type =
            std::conditional_t<std::is_same_v<decltype(best < best), bool>, int, std::remove_cvref_t<decltype(best)>>;
        auto place = place_type(0);
        for (std::size_t i = 1; i < size; ++i) {
            const auto next = function(sequences[static_cast<subscript_in<S>>(i)]...);
            // The first NaN is taken for the best, as the result of max(x, y) is NaN where an operand is.
            const auto is_better =
                (Kind == engine::extremum_kind::largest ? next > best : next < best) || (next != next && best == best);
            place = detail::either(is_better, place_type(static_cast<int>(i)), place);
            best = detail::either(is_better, next, best);
        }
        return use(best, place);
    }
};

template <engine::extremum_kind Kind, class... A>
constexpr auto extremum(const A&... arguments) {
    return detail::on_operands(
        [](const auto& function, const auto&... ranges) {
            // The body at the place where it is largest: its derivative is that of the extremum.
            const recorded place = place_of_extremum<Kind>::in_ranges(function, ranges...);
            return function(ranges.element(~place.operand())...);
        },
        [](const auto& function, const auto&... sequences) {
            return place_of_extremum<Kind>::in_sequences([](const auto& best, const auto&) { return best; }, function,
                                                         sequences...);
        },
        arguments...);
}

template <engine::extremum_kind Kind, class... A>
constexpr auto place_of(const A&... arguments) {
    return detail::on_operands(
        [](const auto& function, const auto&... ranges) {
            return place_of_extremum<Kind>::in_ranges(function, ranges...);
        },
        [](const auto& function, const auto&... sequences) {
            return place_of_extremum<Kind>::in_sequences([](const auto&, const auto& place) { return place; }, function,
                                                         sequences...);
        },
        arguments...);
}

} // namespace detail

/// The largest f(x...), the first of equals. Precondition: the ranges are not empty, which is checked at the call. Its
/// derivative is that of the largest; f is computed once more there.
template <class... A>
    requires RangeArguments<A...>
constexpr auto max(const A&... arguments) {
    using checked [[maybe_unused]] = typename detail::body_of<A...>::checked;
    return detail::extremum<engine::extremum_kind::largest>(arguments...);
}
/// The smallest f(x...), the first of equals. Precondition: the ranges are not empty.
template <class... A>
    requires RangeArguments<A...>
constexpr auto min(const A&... arguments) {
    using checked [[maybe_unused]] = typename detail::body_of<A...>::checked;
    return detail::extremum<engine::extremum_kind::smallest>(arguments...);
}

// `std::max(x, y, less)` and `std::min` are found too where elements are of the standard library, and are more
// specialised than the functions above; these are as special as they, and constrained.
template <class R, class F>
    requires(RangeArguments<R> && !detail::Operand<F>)
constexpr auto max(const R& first, const R& second, F function) {
    return detail::extremum<engine::extremum_kind::largest>(first, second, function);
}
template <class R, class F>
    requires(RangeArguments<R> && !detail::Operand<F>)
constexpr auto min(const R& first, const R& second, F function) {
    return detail::extremum<engine::extremum_kind::smallest>(first, second, function);
}

/// The place of the largest f(x...), counted from 0, the first of equals: an integer, and a subscript, x[argmax(x)].
/// (Of an array of recorded values it is a number, because such an array is no range that has subscripts.) It has no
/// derivative. Precondition: the ranges are not empty, which is checked at the call.
template <class... A>
    requires RangeArguments<A...>
constexpr auto argmax(const A&... arguments) {
    using checked [[maybe_unused]] = typename detail::body_of<A...>::checked;
    return detail::place_of<engine::extremum_kind::largest>(arguments...);
}
/// The place of the smallest f(x...); see `argmax`.
template <class... A>
    requires RangeArguments<A...>
constexpr auto argmin(const A&... arguments) {
    using checked [[maybe_unused]] = typename detail::body_of<A...>::checked;
    return detail::place_of<engine::extremum_kind::smallest>(arguments...);
}

} // namespace pullback

#endif
