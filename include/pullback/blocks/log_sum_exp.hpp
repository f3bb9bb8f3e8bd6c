// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BLOCKS_LOG_SUM_EXP_HPP
#define PULLBACK_BLOCKS_LOG_SUM_EXP_HPP

#include <pullback/blocks/body.hpp>
#include <pullback/blocks/loop.hpp>
#include <pullback/blocks/map.hpp>
#include <pullback/blocks/operands.hpp>
#include <pullback/blocks/reductions.hpp>
#include <pullback/functions/activation.hpp>
#include <pullback/functions/apply.hpp>
#include <pullback/functions/conditions.hpp>
#include <pullback/functions/exponentials.hpp>
#include <pullback/functions/logarithms.hpp>
#include <pullback/functions/piecewise.hpp>
#include <pullback/program/loops.hpp>
#include <pullback/record/recorded_scalar.hpp>

#include <cstddef>
#include <limits>
#include <type_traits>

namespace pullback {

namespace detail {

/// What is taken off the exponents where the largest of them is known: that, or 0 if it is infinite.
template <class Number>
constexpr Number shift_of_exponents(const Number& largest) {
    return select(abs(largest) < std::numeric_limits<Number>::infinity(), largest, Number(0));
}

/// The largest f(x...) of sequences, of which no derivative is taken; -infinity if there are no elements.
template <class F, class... S>
constexpr auto largest_of_sequences(const F& function, const S&... sequences) {
    using number = promoted_t<std::remove_cvref_t<decltype(function(sequences[0]...))>>;
    const std::size_t size = detail::common_size(sequences...);
    number largest = -std::numeric_limits<number>::infinity();
    for (std::size_t i = 0; i < size; ++i)
        largest = pullback::max(largest, static_cast<number>(function(sequences[static_cast<subscript_in<S>>(i)]...)));
    return number(detach(largest));
}

/// log ∑ exp f(x...), where the largest f(x...) is known, which has no part in the derivative.
template <class Number, class F, class... R>
constexpr auto log_sum_exp_below(const Number& found, const F& function, const R&... operands) {
    const Number largest = detail::shift_of_exponents(found);
    return largest + log(pullback::sum(operands..., [&](const auto&... x) { return exp(function(x...) - largest); }));
}

} // namespace detail

/// log ∑ exp f(x...), without overflow; -infinity if there are no elements. Its derivative is the share of each term.
/// Cost: two loops, because the largest term comes first.
template <class... A>
    requires RangeArguments<A...>
constexpr auto log_sum_exp(const A&... arguments) {
    using checked [[maybe_unused]] = typename detail::body_of<A...>::checked;
    return detail::on_operands(
        [](const auto& function, const auto&... ranges) {
            // The body is recorded once for both loops, so that one in another takes no more than each by itself.
            return detail::in_loop(
                [](auto& loops, const recorded& exponent, int index) {
                    const recorded largest =
                        detail::shift_of_exponents(loops.reduce(engine::loop_step::maximum, exponent, index));
                    return largest + log(loops.reduce(engine::loop_step::sum, exp(exponent - largest), index));
                },
                function, ranges...);
        },
        []<class F, class... S>(const F& function, const S&... sequences) {
            if constexpr (detail::has_constant_size<S...>) {
                return log_sum_exp(pullback::map(sequences..., function));
            } else {
                return detail::log_sum_exp_below(detail::largest_of_sequences(function, sequences...), function,
                                                 sequences...);
            }
        },
        arguments...);
}

} // namespace pullback

#endif
