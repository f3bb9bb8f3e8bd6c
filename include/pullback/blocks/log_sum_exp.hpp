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
#include <pullback/functions/logarithms.hpp>
#include <pullback/functions/piecewise.hpp>
#include <pullback/program/loops.hpp>
#include <pullback/record/recorded_scalar.hpp>

#include <cstddef>
#include <limits>
#include <type_traits>

namespace pullback {

namespace detail {

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

/// log ∑ exp f(x...), where the largest f(x...) is known, which has no part in the derivative: two equal infinities
/// differ by 0, so that terms that are all -infinity have the shares of equal terms.
template <class Number, class F, class... R>
constexpr auto log_sum_exp_below(const Number& largest, const F& function, const R&... operands) {
    return largest + log(pullback::sum(operands..., [&](const auto&... x) {
               return functions::exp_of_difference{}(Number(function(x...)), largest);
           }));
}

} // namespace detail

/// log ∑ exp f(x...), without overflow; -infinity if there are no elements, or if all terms are -infinity. Its
/// derivative is the share of each term: 0 of one that is -infinity, unless all are; then, as several that are
/// +infinity do, they share equally. Cost: two loops, because the largest term comes first.
template <class... A>
    requires RangeArguments<A...>
constexpr auto log_sum_exp(const A&... arguments) {
    using checked [[maybe_unused]] = typename detail::body_of<A...>::checked;
    return detail::on_operands(
        [](const auto& function, const auto&... ranges) {
            // The body is recorded once for both loops, so that one in another takes no more than each by itself.
            return detail::in_loop(
                [](auto& loops, const recorded& exponent, int index) {
                    const recorded largest = loops.reduce(engine::loop_step::maximum, exponent, index);
                    const recorded power = functions::exp_of_difference{}(exponent, largest);
                    return largest + log(loops.reduce(engine::loop_step::sum, power, index));
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
