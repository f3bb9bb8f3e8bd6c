// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DERIVATIVE_RESULTS_HPP
#define PULLBACK_DERIVATIVE_RESULTS_HPP

#include <pullback/cpp20.hpp>

#include <cstddef>
#include <type_traits>
#include <utility>

namespace pullback {

/// What `value_and_gradient(f)` returns.
template <class Value, class Gradient>
struct value_with_gradient {
    Value value;
    Gradient gradient;
};

/// What `value_and_jacobian(f)` returns.
template <class Value, class Jacobian>
struct value_with_jacobian {
    Value value;
    Jacobian jacobian;
};

/// What `jvp(f)` returns.
template <class Value, class Tangent>
struct value_with_tangent {
    Value value;
    Tangent tangent;
};

/// What `vjp(f)` returns.
template <class Value, class Cotangent>
struct value_with_cotangent {
    Value value;
    Cotangent cotangent;
};

namespace detail {

template <class Result>
inline constexpr bool is_value_with_derivative = false;
template <class V, class D>
inline constexpr bool is_value_with_derivative<value_with_gradient<V, D>> = true;
template <class V, class D>
inline constexpr bool is_value_with_derivative<value_with_jacobian<V, D>> = true;
template <class V, class D>
inline constexpr bool is_value_with_derivative<value_with_tangent<V, D>> = true;
template <class V, class D>
inline constexpr bool is_value_with_derivative<value_with_cotangent<V, D>> = true;

template <class Result>
concept ValueWithDerivative = is_value_with_derivative<std::remove_cvref_t<Result>>;

/// The member beside `value`, whatever its name, as constant and as movable as `result` is.
template <ValueWithDerivative Result>
constexpr auto&& derivative_of(Result&& result) {
    if constexpr (requires { result.gradient; }) return std::forward<Result>(result).gradient;
    else if constexpr (requires { result.jacobian; }) return std::forward<Result>(result).jacobian;
    else if constexpr (requires { result.tangent; }) return std::forward<Result>(result).tangent;
    else return std::forward<Result>(result).cotangent;
}

} // namespace detail

/// The parts of such a result by number: structured bindings ask for them, and so does a static function that returns
/// it.
template <std::size_t I, detail::ValueWithDerivative Result>
constexpr auto&& get(Result&& result) {
    static_assert(I < 2, "get<I>(result): a value with its derivative has two parts, 0 and 1");
    if constexpr (I == 0) return std::forward<Result>(result).value;
    else return detail::derivative_of(std::forward<Result>(result));
}

} // namespace pullback

namespace std {

template <template <class, class> class Result, class Value, class Derivative>
    requires pullback::detail::ValueWithDerivative<Result<Value, Derivative>>
struct tuple_size<Result<Value, Derivative>> : std::integral_constant<std::size_t, 2> {};

template <std::size_t I, template <class, class> class Result, class Value, class Derivative>
    requires pullback::detail::ValueWithDerivative<Result<Value, Derivative>>
struct tuple_element<I, Result<Value, Derivative>> : std::conditional<I == 0, Value, Derivative> {};

} // namespace std

#endif
