// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BLOCKS_TRUTH_HPP
#define PULLBACK_BLOCKS_TRUTH_HPP

#include <pullback/blocks/body.hpp>
#include <pullback/blocks/operands.hpp>
#include <pullback/blocks/reductions.hpp>
#include <pullback/functions/apply.hpp>
#include <pullback/functions/conditions.hpp>
#include <pullback/functions/scalar.hpp>
#include <pullback/record/recorded_range.hpp>
#include <pullback/record/recorded_scalar.hpp>
#include <pullback/shape/shape.hpp>
#include <pullback/shape/shape_of.hpp>

#include <cstddef>
#include <type_traits>

namespace pullback {

namespace detail {

/// The real number that belongs to a truth value about an element.
template <class Truth, class X>
struct number_for_truth {
    using type = decltype(0.);
};
template <class X>
struct number_for_truth<recorded_condition, X> {
    using type = recorded;
};
template <class X>
    requires(Shaped<X> && Scalar<scalar_of<X>>)
struct number_for_truth<bool, X> {
    using type = promoted_t<scalar_of<X>>;
};

} // namespace detail

/// How many f(x...) are true, as a real number, which has no derivative.
template <class... A>
    requires RangeArguments<A...>
constexpr auto count(const A&... arguments) {
    using checked [[maybe_unused]] = typename detail::body_of<A...>::checked;
    return detail::on_operands(
        [](const auto& function, const auto&... ranges) {
            return pullback::sum(ranges..., [&](const auto&... x) {
                return select(recorded_condition(function(x...)), recorded(1), recorded(0));
            });
        },
        []<class F, class First, class... S>(const F& function, const First& first, const S&... sequences) {
            using truth = std::remove_cvref_t<decltype(function(first[0], sequences[0]...))>;
            using number = typename detail::number_for_truth<truth, std::remove_cvref_t<decltype(first[0])>>::type;
            return pullback::sum(first, sequences..., [&](const auto&... x) {
                return number(select(truth(function(x...)), number(1), number(0)));
            });
        },
        arguments...);
}

/// Whether one f(x...) is true; false if there are none. All are asked.
template <class... A>
    requires RangeArguments<A...>
constexpr auto any(const A&... arguments) {
    using checked [[maybe_unused]] = typename detail::body_of<A...>::checked;
    return pullback::count(arguments...) > 0;
}

/// Whether each f(x...) is true; true if there are none. All are asked.
template <class... A>
    requires RangeArguments<A...>
constexpr auto all(const A&... arguments) {
    using checked [[maybe_unused]] = typename detail::body_of<A...>::checked;
    return detail::split_arguments(
        [](const auto& function, const auto&... operands) {
            return pullback::count(operands..., [&](const auto&... x) { return !function(x...); }) <= 0;
        },
        arguments...);
}

} // namespace pullback

#endif
