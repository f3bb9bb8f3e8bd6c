// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_MATH_SPECIAL_HPP
#define PULLBACK_MATH_SPECIAL_HPP

#include <pullback/math/compile_time/error_function.hpp>
#include <pullback/math/compile_time/floating_point.hpp>
#include <pullback/math/compile_time/gamma.hpp>
#include <pullback/math/found.hpp>
#include <pullback/math/polygamma.hpp>

#include <concepts>
#include <type_traits>

/// Error and gamma functions, by the rules of elementary.hpp; digamma and its derivatives are in
/// polygamma.hpp.
namespace pullback::math {

template <std::floating_point T>
constexpr T erf(T x) noexcept {
    if constexpr (compile_time::Word<T>) {
        if (std::is_constant_evaluated()) return compile_time::erf(x);
    }
    return std::erf(x);
}

template <found::has_erf T>
constexpr T erf(const T& x) {
    return found::call_erf(x);
}

template <std::floating_point T>
constexpr T erfc(T x) noexcept {
    if constexpr (compile_time::Word<T>) {
        if (std::is_constant_evaluated()) return compile_time::erfc(x);
    }
    return std::erfc(x);
}

/// 1 - erf(x) where the type has no erfc.
template <class T>
    requires(found::has_erfc<T> || found::has_erf<T>)
constexpr T erfc(const T& x) {
    if constexpr (found::has_erfc<T>) {
        return found::call_erfc(x);
    } else {
        return static_cast<T>(T(1) - found::call_erf(x));
    }
}

/// log |Gamma(x)|.
template <std::floating_point T>
constexpr T lgamma(T x) noexcept {
    if constexpr (compile_time::Word<T>) {
        if (std::is_constant_evaluated()) return compile_time::lgamma(x);
    }
    return std::lgamma(x);
}

template <found::has_lgamma T>
constexpr T lgamma(const T& x) {
    return found::call_lgamma(x);
}

template <std::floating_point T>
constexpr T tgamma(T x) noexcept {
    if constexpr (compile_time::Word<T>) {
        if (std::is_constant_evaluated()) return compile_time::tgamma(x);
    }
    return std::tgamma(x);
}

template <found::has_tgamma T>
constexpr T tgamma(const T& x) {
    return found::call_tgamma(x);
}

} // namespace pullback::math

#endif
