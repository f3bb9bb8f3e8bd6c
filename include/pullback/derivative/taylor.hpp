// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DERIVATIVE_TAYLOR_HPP
#define PULLBACK_DERIVATIVE_TAYLOR_HPP

#include <pullback/derivative/jvp_vjp_hvp.hpp>
#include <pullback/derivative/wrt.hpp>
#include <pullback/functions/scalar.hpp>
#include <pullback/static_function/generic_function.hpp>

#include <array>
#include <cstddef>
#include <utility>

namespace pullback {

namespace detail {

template <class X>
constexpr auto divided_by(const X& x, int n) {
    if constexpr (Argument<X>) return static_cast<X>(x / n);
    else {
        static_assert(
            requires {
                std::tuple_size<X>::value;
                x.begin();
            }, "taylor<N>(f): the result of f is neither a number nor a std::array of such; return one of these");
        X quotients = x;
        for (auto& quotient : quotients) quotient = divided_by(quotient, n);
        return quotients;
    }
}

/// (x, v) ↦ the derivative of order N of f(x + t v) by t at 0.
template <class F, std::size_t N>
struct along {
    template <class X, class V>
    constexpr auto operator()(const X& x, const V& v) const {
        if constexpr (N == 0) return F{}(x);
        else if constexpr (N == 1) return jvp(F{})(x, v).tangent;
        else return jvp(function(along<F, N - 1>{}), wrt<0>)(x, v, v).tangent;
    }
};

/// (x, v) ↦ the coefficients of orders 0, 1, ….
template <class F, std::size_t... I>
struct taylor_coefficients {
    template <class X, class V>
    constexpr auto operator()(const X& x, const V& v) const {
        int factorials[] = {(static_cast<void>(I), 1)...};
        for (std::size_t i = 1; i < sizeof...(I); ++i) factorials[i] = factorials[i - 1] * static_cast<int>(i);
        return std::array{detail::divided_by(along<F, I>{}(x, v), factorials[I])...};
    }
};

template <class F, std::size_t... I>
constexpr auto taylor_of(std::index_sequence<I...>) {
    return function(taylor_coefficients<F, I...>{});
}

} // namespace detail

/// Taylor coefficients along a direction: `taylor<N>(f)(x, v)` is the array of the coefficients c[0] to c[N] of
/// f(x + t v) = c[0] + c[1] t + c[2] t² + …, for a static function f of one argument, of any shape, whose result is a
/// number or an array of numbers; v has the shape of x. It is a static function again. Precondition: N <= 12, and f
/// holds no numbers. Cost: each order is one forward sweep over the program of the one before, so the program grows
/// faster than N².
template <std::size_t N, class F>
constexpr auto taylor(const F&) {
    static_assert(N <= 12, "taylor<N>(f): N is at most 12, as each order is a pass over the program of the one before");
    static_assert(std::is_empty_v<F>,
                  "taylor<N>(f): f holds numbers that are known only at run time; make them "
                  "constants, such as 2.5_c, of the formula");
    return detail::taylor_of<F>(std::make_index_sequence<N + 1>{});
}

} // namespace pullback

#endif
