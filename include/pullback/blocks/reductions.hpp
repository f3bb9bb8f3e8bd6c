// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BLOCKS_REDUCTIONS_HPP
#define PULLBACK_BLOCKS_REDUCTIONS_HPP

#include <pullback/blocks/body.hpp>
#include <pullback/blocks/loop.hpp>
#include <pullback/blocks/operands.hpp>
#include <pullback/functions/apply.hpp>
#include <pullback/program/loops.hpp>
#include <pullback/record/recorded_range.hpp>
#include <pullback/record/recorded_scalar.hpp>
#include <pullback/shape/shape_of.hpp>

#include <cstddef>
#include <type_traits>

namespace pullback {

namespace detail {

/// f(x...) over sequences, joined from the first to the last; `empty`, in each number, if there are none.
template <class Join>
struct joining_sequences {
    int empty = 0;
    Join join;

    template <class F, class... S>
    constexpr auto operator()(const F& function, const S&... sequences) const {
        using value = std::remove_cvref_t<decltype(function(sequences[0]...))>;
        const std::size_t size = detail::common_size(sequences...);
        if (size == 0)
            return detail::transformed<scalar_of<value>>(value{}, [&](const auto&) { return scalar_of<value>(empty); });
        value whole = function(sequences[0]...);
        for (std::size_t i = 1; i < size; ++i)
            whole = detail::combined<value>(whole, function(sequences[static_cast<subscript_in<S>>(i)]...), join);
        return whole;
    }
};

} // namespace detail

/// ∑ f(x...) over the elements of ranges of one length, in their order; without f over the elements. 0 if there are
/// none. f gives a number, or an array or struct of numbers, each of which is summed. Cost: one loop, which derivatives
/// share.
template <class... A>
    requires RangeArguments<A...>
constexpr auto sum(const A&... arguments) {
    using checked [[maybe_unused]] = typename detail::body_of<A...>::checked;
    const auto add = [](const auto& x, const auto& y) { return x + y; };
    return detail::on_operands(
        [](const auto& function, const auto&... ranges) {
            return detail::reduce<engine::loop_step::sum>(function, ranges...);
        },
        detail::joining_sequences<decltype(add)>{0, add}, arguments...);
}

/// ∏ f(x...) over the elements of ranges of one length; 1 if there are none.
template <class... A>
    requires RangeArguments<A...>
constexpr auto product(const A&... arguments) {
    using checked [[maybe_unused]] = typename detail::body_of<A...>::checked;
    const auto multiply = [](const auto& x, const auto& y) { return x * y; };
    return detail::on_operands(
        [](const auto& function, const auto&... ranges) {
            return detail::reduce<engine::loop_step::product>(function, ranges...);
        },
        detail::joining_sequences<decltype(multiply)>{1, multiply}, arguments...);
}

/// The mean of f(x...), each number of it. NaN if there are no elements.
template <class First, class... A>
    requires RangeArguments<First, A...>
constexpr auto mean(const First& first, const A&... arguments) {
    const auto whole = pullback::sum(first, arguments...);
    using number = promoted_t<scalar_of<std::remove_cvref_t<decltype(whole)>>>;
    const auto count = static_cast<number>(first.size());
    return detail::transformed<number>(whole, [&](const auto& each) { return static_cast<number>(each) / count; });
}

} // namespace pullback

#endif
