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

/// log ∑ exp f(x...), where the largest f(x...) is known, which has no part in the derivative.
template <class Number, class F, class... R>
constexpr auto log_sum_exp_below(const Number& found, const F& function, const R&... operands) {
    const Number largest = select(abs(found) < std::numeric_limits<Number>::infinity(), found, Number(0));
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
            const recorded largest = detail::reduce<engine::loop_step::maximum>(function, ranges...);
            return detail::log_sum_exp_below(largest, function, ranges...);
        },
        []<class F, class... S>(const F& function, const S&... sequences) {
            if constexpr (detail::has_constant_size<S...>) {
                return log_sum_exp(pullback::map(sequences..., function));
            } else {
                using number = promoted_t<std::remove_cvref_t<decltype(function(sequences[0]...))>>;
                const std::size_t size = detail::common_size(sequences...);
                number largest = -std::numeric_limits<number>::infinity();
                for (std::size_t i = 0; i < size; ++i)
                    largest = pullback::max(largest, static_cast<number>(function(sequences[i]...)));
                return detail::log_sum_exp_below(number(detach(largest)), function, sequences...);
            }
        },
        arguments...);
}

} // namespace pullback

#endif
