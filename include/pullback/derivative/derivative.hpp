// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DERIVATIVE_DERIVATIVE_HPP
#define PULLBACK_DERIVATIVE_DERIVATIVE_HPP

#include <pullback/derivative/jacobian.hpp>
#include <pullback/derivative/wrt.hpp>
#include <pullback/static_function/static_function.hpp>

#include <cstddef>

namespace pullback {

namespace detail {

template <std::size_t Position, std::size_t Times, class F>
constexpr auto differentiate(const F& f) {
    if constexpr (Times == 0) return f;
    else return detail::differentiate<Position, Times - 1>(jacobian(f, wrt_positions<Position>{}));
}

template <std::size_t Position, std::size_t Order, std::size_t... Rest, class F>
constexpr auto differentiate_each(const F& f) {
    const auto differentiated = detail::differentiate<Position, Order>(f);
    if constexpr (sizeof...(Rest) == 0) return differentiated;
    else return detail::differentiate_each<Position + 1, Rest...>(differentiated);
}

template <class F>
constexpr auto differentiate_by(const F& f) {
    return f;
}

template <class F, class Variable, class... Rest>
constexpr auto differentiate_by(const F& f, wrt_variables<Variable> first, wrt_variables<Rest>... rest) {
    return detail::differentiate_by(jacobian(f, first), rest...);
}

} // namespace detail

/// `derivative<N>(f)`: the N-th derivative of a function of one number. `derivative<A, B, ...>(f)`: the mixed partial
/// derivative, A times by the first argument, B times by the second, and so on. A curve (several results) gives the
/// derivative of each of them. `derivative<0>(f)` is f. Cost: each order is one more pass over the program of the one
/// before.
template <std::size_t... Orders, class F>
    requires(sizeof...(Orders) > 0)
constexpr auto derivative(const F& f) {
    if constexpr (!detail::is_differentiable<F>()) {
        return refused{};
    } else if constexpr (requires { F::signature::count; }) {
        static_assert(
            sizeof...(Orders) == F::signature::count,
            "derivative<N...>(f): name an order for each variable of f, derivative<1, 0, 2>(f), or the variables, "
            "derivative(f, wrt(x, z, z))");
        if constexpr (sizeof...(Orders) == F::signature::count) return detail::differentiate_each<0, Orders...>(f);
        else return refused{};
    } else {
        return detail::differentiate_each<0, Orders...>(f);
    }
}

/// The mixed partial derivative of an expression, once by each variable named: `derivative(y, wrt(x, x, z))` is
/// ∂³y/∂x²∂z.
template <class F, class... Variables>
constexpr auto derivative(const F& f, wrt_variables<Variables...>) {
    return detail::differentiate_by(f, wrt_variables<Variables>{}...);
}

} // namespace pullback

#endif
