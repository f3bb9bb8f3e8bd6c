// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DERIVATIVE_CHECKPOINTED_HPP
#define PULLBACK_DERIVATIVE_CHECKPOINTED_HPP

#include <pullback/derivative/gradient.hpp>
#include <pullback/derivative/hessian.hpp>
#include <pullback/derivative/jacobian.hpp>
#include <pullback/derivative/jvp_vjp_hvp.hpp>
#include <pullback/functions/apply.hpp>
#include <pullback/run/checkpoints.hpp>
#include <pullback/static_function/static_function.hpp>

#include <cstddef>
#include <type_traits>

// Derivatives with checkpoints, the last argument of each: `gradient(f, wrt<0>, checkpoints::square_root)`.

namespace pullback {

namespace detail {

template <class Policy>
inline constexpr bool is_checkpoint_policy = false;
template <>
inline constexpr bool is_checkpoint_policy<checkpoints::none_policy> = true;
template <>
inline constexpr bool is_checkpoint_policy<checkpoints::square_root_policy> = true;
template <>
inline constexpr bool is_checkpoint_policy<checkpoints::every_policy> = true;
template <std::ptrdiff_t MostSlots>
inline constexpr bool is_checkpoint_policy<checkpoints::binomial_policy<MostSlots>> = true;
// `every<100>` without a call names a function.
template <class Policy>
inline constexpr bool is_checkpoint_policy<Policy (*)()> = is_checkpoint_policy<Policy>;

template <class Policy>
constexpr Policy policy_chosen(const Policy& policy) {
    return policy;
}
template <class Policy>
constexpr Policy policy_chosen(Policy (*policy)()) {
    return policy();
}

} // namespace detail

/// How much of an ordered loop a derivative keeps, of `pullback::checkpoints`.
template <class Policy>
concept CheckpointPolicy = detail::is_checkpoint_policy<Policy>;

/// A derivative whose loops keep as much as a policy says. In all else it is the derivative.
template <class Derivative, class Policy>
struct checkpointed_function : static_function<checkpointed_function<Derivative, Policy>> {
    using signature = typename Derivative::signature;
    [[no_unique_address]] Derivative derivative;
    [[no_unique_address]] Policy kept_checkpoints;

    constexpr checkpointed_function(const Derivative& of, const Policy& policy)
        : derivative(of), kept_checkpoints(policy) {}

    template <class... Shapes>
    using differentiated_call = detail::types<Derivative, Shapes...>;
    template <class... Shapes>
    using implementation = typename Derivative::template implementation<Shapes...>;

    template <class... A>
        requires requires(const A&... arguments) { Derivative::call_body(arguments...); }
    static constexpr auto call_body(const A&... arguments) {
        return Derivative::call_body(arguments...);
    }
    constexpr auto captured() const { return derivative.captured(); }
    template <std::size_t Count>
    static constexpr bool accepts() {
        return Derivative::template accepts<Count>();
    }
};

namespace detail {

template <class Derivative, class Policy>
constexpr auto with_checkpoints(const Derivative& derivative, const Policy& policy) {
    constexpr bool is_policy = CheckpointPolicy<Policy>;
    static_assert(is_policy,
                  "gradient(f, wrt<0>, policy), ...: what stands last says how much of ordered loops is kept; give "
                  "checkpoints::none, checkpoints::every(k), checkpoints::square_root or checkpoints::binomial(slots)");
    if constexpr (!is_policy || !StaticFunction<Derivative>) return refused{};
    else return checkpointed_function(derivative, detail::policy_chosen(policy));
}

} // namespace detail

// The same derivatives with a policy of `checkpoints` behind the choice of arguments, or in its place. Each has the two
// forms by name, because a pack for both would be a worse match than the derivative without a policy, which takes a
// choice of any type in order to say what is wrong with it. The reference has each derivative once.
/// \cond

template <class F, CheckpointPolicy Policy>
constexpr auto gradient(const F& f, Policy policy) {
    return detail::with_checkpoints(gradient(f), policy);
}
template <class F, class Choice, class Policy>
constexpr auto gradient(const F& f, Choice choice, Policy policy) {
    return detail::with_checkpoints(gradient(f, choice), policy);
}

template <class F, CheckpointPolicy Policy>
constexpr auto value_and_gradient(const F& f, Policy policy) {
    return detail::with_checkpoints(value_and_gradient(f), policy);
}
template <class F, class Choice, class Policy>
constexpr auto value_and_gradient(const F& f, Choice choice, Policy policy) {
    return detail::with_checkpoints(value_and_gradient(f, choice), policy);
}

template <class F, CheckpointPolicy Policy>
constexpr auto jacobian(const F& f, Policy policy) {
    return detail::with_checkpoints(jacobian(f), policy);
}
template <class F, class Choice, class Policy>
constexpr auto jacobian(const F& f, Choice choice, Policy policy) {
    return detail::with_checkpoints(jacobian(f, choice), policy);
}

template <class F, CheckpointPolicy Policy>
constexpr auto value_and_jacobian(const F& f, Policy policy) {
    return detail::with_checkpoints(value_and_jacobian(f), policy);
}
template <class F, class Choice, class Policy>
constexpr auto value_and_jacobian(const F& f, Choice choice, Policy policy) {
    return detail::with_checkpoints(value_and_jacobian(f, choice), policy);
}

template <class F, CheckpointPolicy Policy>
constexpr auto hessian(const F& f, Policy policy) {
    return detail::with_checkpoints(hessian(f), policy);
}
template <class F, class Choice, class Policy>
constexpr auto hessian(const F& f, Choice choice, Policy policy) {
    return detail::with_checkpoints(hessian(f, choice), policy);
}

template <class F, CheckpointPolicy Policy>
constexpr auto jvp(const F& f, Policy policy) {
    return detail::with_checkpoints(jvp(f), policy);
}
template <class F, class Choice, class Policy>
constexpr auto jvp(const F& f, Choice choice, Policy policy) {
    return detail::with_checkpoints(jvp(f, choice), policy);
}

template <class F, CheckpointPolicy Policy>
constexpr auto vjp(const F& f, Policy policy) {
    return detail::with_checkpoints(vjp(f), policy);
}
template <class F, class Choice, class Policy>
constexpr auto vjp(const F& f, Choice choice, Policy policy) {
    return detail::with_checkpoints(vjp(f, choice), policy);
}

template <class F, CheckpointPolicy Policy>
constexpr auto hvp(const F& f, Policy policy) {
    return detail::with_checkpoints(hvp(f), policy);
}
template <class F, class Choice, class Policy>
constexpr auto hvp(const F& f, Choice choice, Policy policy) {
    return detail::with_checkpoints(hvp(f, choice), policy);
}
/// \endcond

} // namespace pullback

#endif
