// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DYNAMIC_CALL_POINTWISE_RULE_HPP
#define PULLBACK_DYNAMIC_CALL_POINTWISE_RULE_HPP

#include <pullback/differentiate/flagged_vjp_program.hpp>
#include <pullback/dynamic/call/one_sided_number.hpp>
#include <pullback/dynamic/call/static_pullback.hpp>
#include <pullback/functions/apply.hpp>
#include <pullback/functions/elementary.hpp>
#include <pullback/functions/row_facts.hpp>
#include <pullback/run/evaluate.hpp>
#include <pullback/static_function/static_function.hpp>

#include <boost/hana/unpack.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <type_traits>

namespace pullback::dynamic::detail {

/// Whether a call keeps the slope of its function: the row states it.
template <class F>
inline constexpr bool has_slope_beside_value = requires { requires F::facts.has_slope_beside_value; };

/// How a function of numbers is computed element by element, forward and backward. `may_leave_out` says whether some
/// adjoint may not be there although that of the result is; only then does one ask for `partial_adjoints`.
template <class F>
struct pointwise_rule;

template <Elementary F>
struct pointwise_rule<F> {
    // A condition, first operand of `select`, has no adjoint.
    static constexpr std::size_t first_adjoint = pullback::detail::takes_condition<F> ? 1 : 0;
    static constexpr bool may_leave_out = detail::rule_may_leave_out<F>();

    template <class... X>
    static auto value(const F&, const X&... x) {
        return F::value(x...);
    }
    template <class S, class... X>
    static auto adjoints(const F&, const S& y, const S& gy, const X&... x) {
        if constexpr (F::arity == 1) return std::array<S, 1>{F::pullback(x..., y, gy)};
        else return F::pullback(x..., y, gy);
    }
    template <class S, class... X>
    static auto partial_adjoints(const F& f, const S& y, const S& gy, const X&... x) {
        using part = one_sided_number<S>;
        return adjoints(f, part::there(y), part::there(gy), detail::operand_of_part<S>(x)...);
    }
};

template <StaticFunction F>
struct pointwise_rule<F> {
    static constexpr std::size_t first_adjoint = 0;
    // This is asked of a call, whose number of arguments is known.
    template <std::size_t Count>
    static constexpr bool leaves_out =
        pullback::engine::differentiate::may_leave_out<elementwise_pullback<F, Count>, Count>();

    template <class... X>
    static auto value(const F& f, const X&... x) {
        return f(x...);
    }
    template <class S, class... X>
    static std::array<S, sizeof...(X)> adjoints(const F& f, const S&, const S& gy, const X&... x) {
        const auto both = both_halves(f, gy, x...);
        std::array<S, sizeof...(X)> adjoints;
        std::copy_n(both.begin(), sizeof...(X), adjoints.begin());
        return adjoints;
    }
    template <class S, class... X>
    static std::array<one_sided_number<S>, sizeof...(X)> partial_adjoints(const F& f, const S&, const S& gy,
                                                                          const X&... x) {
        const auto both = both_halves(f, gy, x...);
        std::array<one_sided_number<S>, sizeof...(X)> adjoints;
        for (std::size_t i = 0; i < sizeof...(X); ++i) adjoints[i] = {both[i], both[sizeof...(X) + i] != S(0)};
        return adjoints;
    }

private:
    // The adjoints, then whether they are there.
    template <class S, class... X>
    static std::array<S, 2 * sizeof...(X)> both_halves(const F& f, const S& gy, const X&... x) {
        constexpr std::size_t count = sizeof...(X);
        const std::array<S, count + 1> inputs{x..., gy};
        return boost::hana::unpack(f.captured(), [&](const auto&... numbers) {
            return pullback::engine::run::evaluate<elementwise_pullback<F, count>, std::array<S, 2 * count>, S>(
                inputs, numbers...);
        });
    }
};
} // namespace pullback::dynamic::detail

#endif
