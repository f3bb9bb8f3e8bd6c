// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_MATH_FOUND_HPP
#define PULLBACK_MATH_FOUND_HPP

#include <pullback/cpp20.hpp>

namespace pullback::math {

/// Functions for a class type of another library that this one lacks, or has with other results at the edges than
/// the standard library. An adapter specialises it with static members of the usual names, which come before what
/// lookup finds.
template <class T>
struct supplied {};

} // namespace pullback::math

/// What argument-dependent lookup finds for a class type, or an adapter supplies, as concepts `has_NAME` and calls
/// `call_NAME`. The deleted functions stop ordinary lookup here, so that neither the dispatch of this library nor the
/// C functions of the global namespace hide or answer the call.
namespace pullback::math::found {

#define PULLBACK_MATH_LOOKUP_UNARY(name)                                                          \
    void name() = delete;                                                                         \
    template <class T>                                                                            \
    concept supplies_##name = requires(const T& x) { supplied<T>::name(x); };                     \
    template <class T>                                                                            \
    concept has_##name = supplies_##name<T> || requires(const T& x) { static_cast<T>(name(x)); }; \
    template <has_##name T>                                                                       \
    constexpr T call_##name(const T& x) {                                                         \
        if constexpr (supplies_##name<T>) return supplied<T>::name(x);                            \
        else return static_cast<T>(name(x));                                                      \
    }

#define PULLBACK_MATH_LOOKUP_BINARY(name)                                                                        \
    void name() = delete;                                                                                        \
    template <class T>                                                                                           \
    concept supplies_##name = requires(const T& x, const T& y) { supplied<T>::name(x, y); };                     \
    template <class T>                                                                                           \
    concept has_##name = supplies_##name<T> || requires(const T& x, const T& y) { static_cast<T>(name(x, y)); }; \
    template <has_##name T>                                                                                      \
    constexpr T call_##name(const T& x, const T& y) {                                                            \
        if constexpr (supplies_##name<T>) return supplied<T>::name(x, y);                                        \
        else return static_cast<T>(name(x, y));                                                                  \
    }

PULLBACK_MATH_LOOKUP_UNARY(abs)
PULLBACK_MATH_LOOKUP_UNARY(sqrt)
PULLBACK_MATH_LOOKUP_UNARY(cbrt)
PULLBACK_MATH_LOOKUP_UNARY(exp)
PULLBACK_MATH_LOOKUP_UNARY(exp2)
PULLBACK_MATH_LOOKUP_UNARY(expm1)
PULLBACK_MATH_LOOKUP_UNARY(log)
PULLBACK_MATH_LOOKUP_UNARY(log2)
PULLBACK_MATH_LOOKUP_UNARY(log10)
PULLBACK_MATH_LOOKUP_UNARY(log1p)
PULLBACK_MATH_LOOKUP_UNARY(sin)
PULLBACK_MATH_LOOKUP_UNARY(cos)
PULLBACK_MATH_LOOKUP_UNARY(tan)
PULLBACK_MATH_LOOKUP_UNARY(asin)
PULLBACK_MATH_LOOKUP_UNARY(acos)
PULLBACK_MATH_LOOKUP_UNARY(atan)
PULLBACK_MATH_LOOKUP_UNARY(sinh)
PULLBACK_MATH_LOOKUP_UNARY(cosh)
PULLBACK_MATH_LOOKUP_UNARY(tanh)
PULLBACK_MATH_LOOKUP_UNARY(asinh)
PULLBACK_MATH_LOOKUP_UNARY(acosh)
PULLBACK_MATH_LOOKUP_UNARY(atanh)
PULLBACK_MATH_LOOKUP_UNARY(floor)
PULLBACK_MATH_LOOKUP_UNARY(ceil)
PULLBACK_MATH_LOOKUP_UNARY(round)
PULLBACK_MATH_LOOKUP_UNARY(trunc)
PULLBACK_MATH_LOOKUP_UNARY(erf)
PULLBACK_MATH_LOOKUP_UNARY(erfc)
PULLBACK_MATH_LOOKUP_UNARY(lgamma)
PULLBACK_MATH_LOOKUP_UNARY(tgamma)
PULLBACK_MATH_LOOKUP_UNARY(digamma)
PULLBACK_MATH_LOOKUP_UNARY(trigamma)
PULLBACK_MATH_LOOKUP_BINARY(pow)
PULLBACK_MATH_LOOKUP_BINARY(atan2)
PULLBACK_MATH_LOOKUP_BINARY(fmod)
PULLBACK_MATH_LOOKUP_BINARY(copysign)
PULLBACK_MATH_LOOKUP_BINARY(min)
PULLBACK_MATH_LOOKUP_BINARY(max)

#undef PULLBACK_MATH_LOOKUP_UNARY
#undef PULLBACK_MATH_LOOKUP_BINARY

void hypot() = delete;
template <class T>
concept supplies_hypot = requires(const T& x, const T& y) { supplied<T>::hypot(x, y); };
template <class T>
concept has_hypot = supplies_hypot<T> || requires(const T& x, const T& y) { static_cast<T>(hypot(x, y)); };
template <has_hypot T>
constexpr T call_hypot(const T& x, const T& y) {
    if constexpr (supplies_hypot<T>) return supplied<T>::hypot(x, y);
    else return static_cast<T>(hypot(x, y));
}
template <class T>
concept supplies_hypot_of_three = requires(const T& x, const T& y, const T& z) { supplied<T>::hypot(x, y, z); };
template <class T>
concept has_hypot_of_three =
    supplies_hypot_of_three<T> || requires(const T& x, const T& y, const T& z) { static_cast<T>(hypot(x, y, z)); };
template <has_hypot_of_three T>
constexpr T call_hypot_of_three(const T& x, const T& y, const T& z) {
    if constexpr (supplies_hypot_of_three<T>) return supplied<T>::hypot(x, y, z);
    else return static_cast<T>(hypot(x, y, z));
}

void fma() = delete;
template <class T>
concept has_fma = requires(const T& x, const T& y, const T& z) { static_cast<T>(fma(x, y, z)); };
template <has_fma T>
constexpr T call_fma(const T& x, const T& y, const T& z) {
    return static_cast<T>(fma(x, y, z));
}

void polygamma() = delete;
template <class T>
concept has_polygamma = requires(int n, const T& x) { static_cast<T>(polygamma(n, x)); };
template <has_polygamma T>
constexpr T call_polygamma(int n, const T& x) {
    return static_cast<T>(polygamma(n, x));
}

void select() = delete;
template <class Mask, class T>
concept has_select = requires(const Mask& mask, const T& x, const T& y) { static_cast<T>(select(mask, x, y)); };
template <class Mask, class T>
    requires has_select<Mask, T>
constexpr T call_select(const Mask& mask, const T& x, const T& y) {
    return static_cast<T>(select(mask, x, y));
}

} // namespace pullback::math::found

#endif
