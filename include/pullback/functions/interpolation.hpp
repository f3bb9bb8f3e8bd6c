// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_FUNCTIONS_INTERPOLATION_HPP
#define PULLBACK_FUNCTIONS_INTERPOLATION_HPP

#include <pullback/functions/apply.hpp>
#include <pullback/functions/arithmetic.hpp>
#include <pullback/functions/elementary.hpp>
#include <pullback/functions/row_facts.hpp>
#include <pullback/functions/scalar.hpp>

#include <array>

namespace pullback::functions {

/// a + t (b - a), exactly a at t = 0 and b at t = 1. All finite reals. Rule: 1 - t, t and b - a.
struct lerp : elementary<lerp, 3> {
    static constexpr const char* name = "lerp";
    static constexpr notation printed{nullptr, "\\operatorname{lerp}\\left({0}, {1}, {2}\\right)",
                                      "fma({2}, {1}, fma(-({2}), {0}, {0}))"};
    template <class T>
    static constexpr T value(const T& a, const T& b, const T& t) {
        return math::fma(t, b, math::fma(T(-t), a, a));
    }
    template <class T>
    static constexpr std::array<T, 3> pullback(const T& a, const T& b, const T& t, const T&, const T& gy) {
        return {gy * (1 - t), gy * t, gy * (b - a)};
    }
};

/// (x + y) / 2, without overflow. All reals. Rule: 1/2 and 1/2.
struct midpoint : elementary<midpoint, 2> {
    static constexpr const char* name = "midpoint";
    static constexpr notation printed{nullptr, "\\frac{{0} + {1}}{2}",
                                      "({0} + {1}) - ({0} + {1}) == 0 ? ({0} + {1}) / 2 : {0} / 2 + {1} / 2"};
    static constexpr row_facts facts{.is_commutative = true};
    template <class T>
    static constexpr T value(const T& x, const T& y) {
        const T two(2), sum = x + y;
        return math::select(sum - sum == T(0), T(sum / two), T(x / two + y / two));
    }
    template <class T>
    static constexpr std::array<T, 2> pullback(const T&, const T&, const T&, const T& gz) {
        const T half = gz / 2;
        return {half, half};
    }
};

} // namespace pullback::functions

namespace pullback {

/// a + t (b - a).
template <Argument A, Argument B, Argument T>
constexpr result_of<functions::lerp, A, B, T> lerp(const A& a, const B& b, const T& t) {
    return functions::lerp{}(a, b, t);
}

/// (x + y) / 2, without overflow.
template <Argument X, Argument Y>
constexpr result_of<functions::midpoint, X, Y> midpoint(const X& x, const Y& y) {
    return functions::midpoint{}(x, y);
}

} // namespace pullback

#endif
