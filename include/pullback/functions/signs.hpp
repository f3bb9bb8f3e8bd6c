// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_FUNCTIONS_SIGNS_HPP
#define PULLBACK_FUNCTIONS_SIGNS_HPP

#include <pullback/functions/apply.hpp>
#include <pullback/functions/elementary.hpp>
#include <pullback/functions/piecewise.hpp>
#include <pullback/functions/row_facts.hpp>
#include <pullback/functions/scalar.hpp>

#include <array>

namespace pullback::functions {

// Kinks as in piecewise.hpp: the derivative is that to the side of a larger argument, or first operand.

/// -1, 0 or 1; x itself if it is a zero or NaN. Derivative 0, at the step too.
struct sign : elementary<sign, 1> {
    static constexpr const char* name = "sign";
    static constexpr notation printed{nullptr, "\\operatorname{sgn}\\left({0}\\right)",
                                      "0 < {0} ? 1 : {0} < 0 ? -1 : {0}"};
    static constexpr row_facts facts{.is_exact = true};
    template <class T>
    static constexpr T value(const T& x) {
        const T zero(0);
        return math::select(zero < x, T(1), math::select(x < zero, T(-1), x));
    }
    template <class T>
    static constexpr T pullback(const T&, const T&, const T&) {
        return T(0);
    }
};

/// |x| with the sign of y, that of a zero or NaN too. Rule: 1 by x where the signs agree and -1 where they differ, with
/// x = 0 counted as positive; 0 by y, at the step too.
struct copysign : elementary<copysign, 2> {
    static constexpr const char* name = "copysign";
    static constexpr notation printed{nullptr, "\\left|{0}\\right| \\, \\operatorname{sgn}\\left({1}\\right)", nullptr};
    static constexpr row_facts facts{.is_exact = true};
    template <class T>
    static constexpr T value(const T& x, const T& y) {
        return math::copysign(x, y);
    }
    template <class T>
    static constexpr std::array<T, 2> pullback(const T& x, const T& y, const T&, const T& gz) {
        const T forth = gz * copysign{}(T(1), y);
        return {pullback::select(x < T(0), T(-forth), forth), T(0)};
    }
};

/// x - y where that is positive, else 0; NaN if either is. Rule: 1 and -1 where x >= y, else 0; of a constant x, which
/// does not move, -1 where x > y.
struct fdim : elementary<fdim, 2> {
    static constexpr const char* name = "fdim";
    static constexpr notation printed{nullptr, "\\max\\left({0} - {1}, 0\\right)", nullptr};
    template <class T>
    static constexpr T value(const T& x, const T& y) {
        return math::select(x <= y, T(0), T(x - y));
    }
    template <class T>
    static constexpr std::array<T, 2> pullback(const T& x, const T& y, const T&, const T& gz) {
        const T zero(0);
        return {pullback::select(x < y, zero, gz), pullback::select(x < y, zero, T(-gz))};
    }
};

/// fdim(y, x) of a constant y, where x counts as the first operand.
struct fdim_from_constant : elementary<fdim_from_constant, 2> {
    static constexpr const char* name = "fdim";
    static constexpr notation printed{"fdim({1}, {0})", "\\max\\left({1} - {0}, 0\\right)", "fdim({1}, {0})"};
    template <class T>
    static constexpr T value(const T& x, const T& y) {
        return fdim::value(y, x);
    }
    template <class T>
    static constexpr std::array<T, 2> pullback(const T& x, const T& y, const T&, const T& gz) {
        const T zero(0);
        return {pullback::select(y <= x, zero, T(-gz)), pullback::select(y <= x, zero, gz)};
    }
};

/// The smaller of x and y; if one of them is NaN, the other. The one that is the result takes the derivative, y if they
/// are equal.
struct fmin : elementary<fmin, 2> {
    static constexpr const char* name = "fmin";
    static constexpr notation printed{nullptr, "\\min\\left({0}, {1}\\right)", nullptr};
    static constexpr row_facts facts{.takes_constant_last = true, .is_selection = true, .is_exact = true};
    template <class T>
    static constexpr T value(const T& x, const T& y) {
        return math::select(y < x || !(x == x), y, x);
    }
    template <class T>
    static constexpr std::array<T, 2> pullback(const T& x, const T& y, const T&, const T& gz) {
        const T zero(0);
        const auto is_second = y <= x || !(x == x);
        return {pullback::select(is_second, zero, gz), pullback::select(is_second, gz, zero)};
    }
};

/// The larger of x and y; if one of them is NaN, the other. The one that is the result takes the derivative, x if they
/// are equal.
struct fmax : elementary<fmax, 2> {
    static constexpr const char* name = "fmax";
    static constexpr notation printed{nullptr, "\\max\\left({0}, {1}\\right)", nullptr};
    static constexpr row_facts facts{.takes_constant_last = true, .is_selection = true, .is_exact = true};
    template <class T>
    static constexpr T value(const T& x, const T& y) {
        return math::select(x < y || !(x == x), y, x);
    }
    template <class T>
    static constexpr std::array<T, 2> pullback(const T& x, const T& y, const T&, const T& gz) {
        const T zero(0);
        const auto is_second = x < y || !(x == x);
        return {pullback::select(is_second, zero, gz), pullback::select(is_second, gz, zero)};
    }
};

} // namespace pullback::functions

namespace pullback {

/// -1, 0 or 1, the sign of x.
template <Argument X>
constexpr result_of<functions::sign, X> sign(const X& x) {
    return functions::sign{}(x);
}

/// |x| with the sign of y.
template <Argument X, Argument Y>
constexpr result_of<functions::copysign, X, Y> copysign(const X& x, const Y& y) {
    return functions::copysign{}(x, y);
}

/// max(x - y, 0). If x and y are equal it has the derivatives 1 and -1, but of a constant x, which does not move, 0.
template <Argument X, Argument Y>
constexpr result_of<functions::fdim, X, Y> fdim(const X& x, const Y& y) {
    return functions::fdim{}(x, y);
}

/// The smaller of x and y; of a number and NaN the number. If they are equal y takes the derivative, but a constant
/// beside a variable does not move.
template <Argument X, Argument Y>
constexpr result_of<functions::fmin, X, Y> fmin(const X& x, const Y& y) {
    return functions::fmin{}(x, y);
}

/// The larger of x and y; of a number and NaN the number. If they are equal x takes the derivative, but a constant
/// beside a variable does not move.
template <Argument X, Argument Y>
constexpr result_of<functions::fmax, X, Y> fmax(const X& x, const Y& y) {
    return functions::fmax{}(x, y);
}

} // namespace pullback

#endif
