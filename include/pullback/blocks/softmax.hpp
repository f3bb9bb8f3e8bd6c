// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BLOCKS_SOFTMAX_HPP
#define PULLBACK_BLOCKS_SOFTMAX_HPP

#include <pullback/blocks/body.hpp>
#include <pullback/blocks/log_sum_exp.hpp>
#include <pullback/blocks/loop.hpp>
#include <pullback/blocks/map.hpp>
#include <pullback/blocks/mapped_sequence.hpp>
#include <pullback/blocks/operands.hpp>
#include <pullback/blocks/reductions.hpp>
#include <pullback/functions/conditions.hpp>
#include <pullback/functions/exponentials.hpp>
#include <pullback/functions/logarithms.hpp>
#include <pullback/functions/piecewise.hpp>
#include <pullback/program/loops.hpp>
#include <pullback/record/recorded_scalar.hpp>

#include <array>
#include <cstddef>
#include <limits>
#include <type_traits>
#include <utility>

namespace pullback {

namespace detail {

enum class share_form : unsigned char { share, logarithm };

/// The share of an element in the sum of exponentials, or the logarithm of it.
template <share_form Form, class F, class Number>
struct share_of_element {
    F function;
    Number shift, sum; // the logarithm of the sum where logarithms are wanted

    template <class... X>
    constexpr auto operator()(const X&... x) const {
        if constexpr (Form == share_form::share) return exp(function(x...) - shift) / sum;
        else return function(x...) - shift - sum;
    }
};

/// What is taken off the exponents where the largest of them is known: that, or 0 if it is infinite.
template <class Number>
constexpr Number shift_of_exponents(const Number& largest) {
    return select(abs(largest) < std::numeric_limits<Number>::infinity(), largest, Number(0));
}

/// The range of shares, where the largest f(x...) is known, which has no part in the derivative.
template <share_form Form, class Number, class F, class... R>
constexpr auto shares_below(const Number& largest, const F& function, const R&... operands) {
    const Number shift = detail::shift_of_exponents(largest);
    const Number sum = pullback::sum(operands..., [&](const auto&... x) { return exp(function(x...) - shift); });
    if constexpr (Form == share_form::share)
        return pullback::map(operands..., share_of_element<Form, F, Number>{function, shift, sum});
    else return pullback::map(operands..., share_of_element<Form, F, Number>{function, shift, log(sum)});
}

template <share_form Form, class... A>
constexpr auto shares(A&&... arguments) {
    const auto of_held = [](const auto&... held) {
        return detail::on_operands(
            [](const auto& function, const auto&... ranges) {
                const recorded largest = detail::reduce<engine::loop_step::maximum>(function, ranges...);
                return detail::shares_below<Form>(largest, function, ranges...);
            },
            []<class F, class... S>(const F& function, const S&... sequences) {
                if constexpr (!has_constant_size<S...>)
                    return detail::shares_below<Form>(detail::largest_of_sequences(function, sequences...), function,
                                                      sequences...);
                else if constexpr (Form == share_form::share) return softmax(pullback::map(sequences..., function));
                else return log_softmax(pullback::map(sequences..., function));
            },
            held...);
    };
    return of_held(detail::held(std::forward<A>(arguments))...);
}

// A std::array by itself has functions of its own.
template <class... A>
inline constexpr bool is_array_alone = false;
template <class Element, std::size_t Size>
inline constexpr bool is_array_alone<std::array<Element, Size>> = true;

} // namespace detail

/// The range of the shares exp f(x...) / ∑ exp f(x...) over the elements of ranges of one length, without overflow. The
/// sum is computed once, and a share where it is read, as by `map`. NaN where the largest f(x...) is infinite.
/// Cost: two loops before the one that reads it, because the largest term comes first.
template <class... A>
    requires(RangeArguments<A...> && !detail::is_array_alone<std::remove_cvref_t<A>...>)
constexpr auto softmax(A&&... arguments) {
    using checked [[maybe_unused]] = typename detail::body_of<std::remove_cvref_t<A>...>::checked;
    return detail::shares<detail::share_form::share>(std::forward<A>(arguments)...);
}

/// The range of the logarithms of the shares, f(x...) - log ∑ exp f(x...), which are finite where shares underflow.
template <class... A>
    requires(RangeArguments<A...> && !detail::is_array_alone<std::remove_cvref_t<A>...>)
constexpr auto log_softmax(A&&... arguments) {
    using checked [[maybe_unused]] = typename detail::body_of<std::remove_cvref_t<A>...>::checked;
    return detail::shares<detail::share_form::logarithm>(std::forward<A>(arguments)...);
}

} // namespace pullback

#endif
