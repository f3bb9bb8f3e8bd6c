// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_FUNCTIONS_EXPONENTIALS_HPP
#define PULLBACK_FUNCTIONS_EXPONENTIALS_HPP

#include <pullback/functions/elementary.hpp>
#include <pullback/math/elementary.hpp>

namespace pullback::functions {

/// e^x. All reals.
struct exp : elementary<exp, 1> {
    static constexpr const char* name = "exp";
    static constexpr notation printed{nullptr, "e^{{0}}", nullptr};
    template <class T>
    static constexpr T value(const T& x) {
        return math::exp(x);
    }
    template <class T>
    static constexpr T pullback(const T&, const T& y, const T& gy) {
        return gy * y;
    }
};

/// ln x. Domain x > 0; -infinity at 0.
struct log : elementary<log, 1> {
    static constexpr const char* name = "log";
    static constexpr notation printed{nullptr, "\\ln\\left({0}\\right)", nullptr};
    template <class T>
    static constexpr T value(const T& x) {
        return math::log(x);
    }
    template <class T>
    static constexpr T pullback(const T& x, const T&, const T& gy) {
        return gy / x;
    }
};

} // namespace pullback::functions

namespace pullback {

/// e^x.
template <Argument X>
constexpr result_of<functions::exp, X> exp(const X& x) {
    return functions::exp{}(x);
}

/// Natural logarithm.
template <Argument X>
constexpr result_of<functions::log, X> log(const X& x) {
    return functions::log{}(x);
}

} // namespace pullback

#endif
