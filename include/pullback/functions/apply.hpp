// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_FUNCTIONS_APPLY_HPP
#define PULLBACK_FUNCTIONS_APPLY_HPP

#include <pullback/functions/scalar.hpp>

#include <type_traits>
#include <utility>

namespace pullback {

namespace detail {

// This is for a static_assert that must fail, but only in the template that is used wrongly.
template <class>
inline constexpr bool always_false = false;

/// Whether all, or any, are true. Compilers bound how many operands a fold has.
template <bool... Is>
struct truths {};
template <bool... Is>
inline constexpr bool all_of = std::is_same_v<truths<true, Is...>, truths<Is..., true>>;
template <bool... Is>
inline constexpr bool any_of = !std::is_same_v<truths<false, Is...>, truths<Is..., false>>;

/// The common type; of hundreds that are the same, without looking at each.
template <class... T>
struct common : std::common_type<T...> {};
template <class First, class Second, class... Rest>
    requires(all_of<std::is_same_v<First, Second>, std::is_same_v<First, Rest>...>)
struct common<First, Second, Rest...> : std::common_type<First> {};

template <class T>
struct promoted {
    using type = T;
};

// Functions of real numbers called with integers answer as <cmath> does: as if the integer had been `n + 0.`.
template <class T>
    requires std::is_integral_v<T>
struct promoted<T> {
    using type = decltype(T{} + 0.);
};

} // namespace detail

/// The scalar type in which a mixed call is computed: the common type, integers promoted to reals.
template <class... X>
using promoted_t = typename detail::promoted<typename detail::common<X...>::type>::type;

/// Calls the function-table row `f`. Arguments that are not plain numbers (recording scalars, expressions, variables of
/// a run-time graph) say themselves what a call means, through an `apply_elementary(f, x...)` found next to them;
/// numbers are computed at once.
template <class F, class... X>
constexpr auto apply(const F& f, const X&... x) {
    if constexpr ((answers_calls<X> || ...)) {
        return apply_elementary(f, x...);
    } else if constexpr (requires { F::value(x...); } && (std::is_same_v<X, bool> || ...)) {
        return F::value(x...);
    } else if constexpr (requires { typename detail::common<X...>::type; }) {
        using T = promoted_t<X...>;
        return F::value(static_cast<T>(x)...);
    }
    // Otherwise the call cannot be meant. Compilers may ask for its type all the same, before they look at what the
    // function requires of its arguments: `max(range, f)`.
}

namespace detail {

template <class F, class... X>
struct call_result {
    using type = decltype(pullback::apply(std::declval<const F&>(), std::declval<const X&>()...));
};

} // namespace detail

/// The type of `f(x...)` for a function-table row `F`. Rows are called in each other's backward rules, in circles (sin,
/// cos), so calls name their type where it can be known without looking into the rule.
template <class F, class... X>
using result_of = typename detail::call_result<F, X...>::type;

} // namespace pullback

#endif
