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

template <class V, class D>
constexpr const D& derivative_of(const value_with_gradient<V, D>& result) {
    return result.gradient;
}
template <class V, class D>
constexpr D& derivative_of(value_with_gradient<V, D>& result) {
    return result.gradient;
}
template <class V, class D>
constexpr const D& derivative_of(const value_with_jacobian<V, D>& result) {
    return result.jacobian;
}
template <class V, class D>
constexpr D& derivative_of(value_with_jacobian<V, D>& result) {
    return result.jacobian;
}
template <class V, class D>
constexpr const D& derivative_of(const value_with_tangent<V, D>& result) {
    return result.tangent;
}
template <class V, class D>
constexpr D& derivative_of(value_with_tangent<V, D>& result) {
    return result.tangent;
}
template <class V, class D>
constexpr const D& derivative_of(const value_with_cotangent<V, D>& result) {
    return result.cotangent;
}
template <class V, class D>
constexpr D& derivative_of(value_with_cotangent<V, D>& result) {
    return result.cotangent;
}

template <class Result>
concept ValueWithDerivative = requires(const Result& result) { detail::derivative_of(result); };

} // namespace detail

/// The parts of such a result by number, so that it is a shape and a static function can return it.
template <std::size_t I, detail::ValueWithDerivative Result>
constexpr const auto& get(const Result& result) {
    if constexpr (I == 0) return result.value;
    else return detail::derivative_of(result);
}
template <std::size_t I, detail::ValueWithDerivative Result>
constexpr auto& get(Result& result) {
    if constexpr (I == 0) return result.value;
    else return detail::derivative_of(result);
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
