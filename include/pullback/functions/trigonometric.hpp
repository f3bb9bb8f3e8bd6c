// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_FUNCTIONS_TRIGONOMETRIC_HPP
#define PULLBACK_FUNCTIONS_TRIGONOMETRIC_HPP

#include <pullback/functions/elementary.hpp>
#include <pullback/math/elementary.hpp>

namespace pullback::functions {

/// sin x.
struct sin : elementary<sin, 1> {
    static constexpr const char* name = "sin";
    template <class T>
    static constexpr T value(const T& x) {
        return math::sin(x);
    }
    template <class T>
    static constexpr T pullback(const T& x, const T&, const T& gy);
};

/// cos x.
struct cos : elementary<cos, 1> {
    static constexpr const char* name = "cos";
    template <class T>
    static constexpr T value(const T& x) {
        return math::cos(x);
    }
    template <class T>
    static constexpr T pullback(const T& x, const T&, const T& gy) {
        return -(gy * sin{}(x));
    }
};

template <class T>
constexpr T sin::pullback(const T& x, const T&, const T& gy) {
    return gy * cos{}(x);
}

} // namespace pullback::functions

namespace pullback {

/// Sine of x radians.
template <Argument X>
constexpr result_of<functions::sin, X> sin(const X& x) {
    return functions::sin{}(x);
}

/// Cosine of x radians.
template <Argument X>
constexpr result_of<functions::cos, X> cos(const X& x) {
    return functions::cos{}(x);
}

} // namespace pullback

#endif
