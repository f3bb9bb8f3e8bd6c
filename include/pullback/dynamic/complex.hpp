// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DYNAMIC_COMPLEX_HPP
#define PULLBACK_DYNAMIC_COMPLEX_HPP

#include <pullback/dynamic/data.hpp>
#include <pullback/dynamic/operators.hpp>

#include <concepts>

namespace pullback::dynamic {

namespace detail {

/// `std::complex` of variables, without its header.
template <class Z>
concept ComplexOfVariables = is_variable<typename Z::value_type> && requires(const Z& z) {
    { z.real() } -> std::convertible_to<typename Z::value_type>;
    { z.imag() } -> std::convertible_to<typename Z::value_type>;
};

/// A constant as a complex number of variables.
template <class Z, class N>
Z complex_constant(const N& constant) {
    using V = typename Z::value_type;
    if constexpr (NumberData<N>) return Z(V(constant));
    else return Z(V(constant.real()), V(constant.imag()));
}

/// A real number, or a complex one, that a complex number of variables computes with. The standard library only knows
/// variables and complex numbers of variables as operands.
template <class N, class Z>
concept ComplexConstant =
    NumberData<N> || (NumberData<typename N::value_type> && requires { Z(N().real(), N().imag()); });

} // namespace detail

/// Complex numbers of variables with plain numbers, real or complex: `2.0 * z`.
template <class N, detail::ComplexOfVariables Z>
    requires detail::ComplexConstant<N, Z>
Z operator+(const N& a, const Z& z) {
    return detail::complex_constant<Z>(a) + z;
}
template <detail::ComplexOfVariables Z, class N>
    requires detail::ComplexConstant<N, Z>
Z operator+(const Z& z, const N& a) {
    return z + detail::complex_constant<Z>(a);
}
template <class N, detail::ComplexOfVariables Z>
    requires detail::ComplexConstant<N, Z>
Z operator-(const N& a, const Z& z) {
    return detail::complex_constant<Z>(a) - z;
}
template <detail::ComplexOfVariables Z, class N>
    requires detail::ComplexConstant<N, Z>
Z operator-(const Z& z, const N& a) {
    return z - detail::complex_constant<Z>(a);
}
template <class N, detail::ComplexOfVariables Z>
    requires detail::ComplexConstant<N, Z>
Z operator*(const N& a, const Z& z) {
    if constexpr (NumberData<N>) return Z(a * z.real(), a * z.imag());
    else return detail::complex_constant<Z>(a) * z;
}
template <detail::ComplexOfVariables Z, class N>
    requires detail::ComplexConstant<N, Z>
Z operator*(const Z& z, const N& a) {
    return a * z;
}
template <class N, detail::ComplexOfVariables Z>
    requires detail::ComplexConstant<N, Z>
Z operator/(const N& a, const Z& z) {
    return detail::complex_constant<Z>(a) / z;
}
template <detail::ComplexOfVariables Z, class N>
    requires detail::ComplexConstant<N, Z>
Z operator/(const Z& z, const N& a) {
    if constexpr (NumberData<N>) return Z(z.real() / a, z.imag() / a);
    else return z / detail::complex_constant<Z>(a);
}

} // namespace pullback::dynamic

#endif
