// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_FUNCTIONS_EXPONENTS_HPP
#define PULLBACK_FUNCTIONS_EXPONENTS_HPP

#include <pullback/functions/apply.hpp>
#include <pullback/functions/elementary.hpp>
#include <pullback/functions/rounding.hpp>
#include <pullback/functions/row_facts.hpp>
#include <pullback/functions/scalar.hpp>
#include <pullback/math/exponent.hpp>

#include <array>
#include <type_traits>

namespace pullback {

namespace functions {

/// x 2^n for a whole number n; a fraction of n is cut off. Rule: 2^n by x. n counts, so its adjoint is 0.
struct ldexp : elementary<ldexp, 2> {
    static constexpr const char* name = "ldexp";
    static constexpr notation printed{nullptr, "{0} \\cdot 2^{{1}}", "ldexp({0}, (int)({1}))"};
    template <class T>
    static constexpr T value(const T& x, const T& n) {
        return math::ldexp(x, n);
    }
    template <class T>
    static constexpr std::array<T, 2> pullback(const T&, const T& n, const T&, const T& gz) {
        return {ldexp{}(gz, n), T(0)};
    }
};

/// The binary exponent: the whole number n with 2^n <= |x| < 2^(n+1); -infinity at 0, infinity at infinities.
/// Derivative 0, at the steps too.
struct logb : elementary<logb, 1> {
    static constexpr const char* name = "logb";
    static constexpr notation printed{nullptr, "\\left\\lfloor \\log_{2} \\left|{0}\\right| \\right\\rfloor",
                                      "logb({0})"};
    static constexpr row_facts facts{.is_exact = true};
    template <class T>
    static constexpr T value(const T& x) {
        return math::logb(x);
    }
    template <class T>
    static constexpr T pullback(const T&, const T&, const T&) {
        return T(0);
    }
};

/// The exponent that belongs to the fraction of `frexp`; 0 at 0, infinities and NaN. Derivative 0, at the steps too.
struct frexp_exponent : elementary<frexp_exponent, 1> {
    static constexpr const char* name = "frexp_exponent";
    static constexpr notation printed{nullptr,
                                      "\\left(1 + \\left\\lfloor \\log_{2} \\left|{0}\\right| \\right\\rfloor\\right)",
                                      "{0} == 0 || {0} - {0} != 0 ? 0 : 1 + logb({0})"};
    static constexpr row_facts facts{.is_exact = true};
    template <class T>
    static constexpr T value(const T& x) {
        return math::frexp_exponent(x);
    }
    template <class T>
    static constexpr T pullback(const T&, const T&, const T&) {
        return T(0);
    }
};

/// The fraction x 2^-n with 1/2 <= |x 2^-n| < 1; x itself if it is 0, infinite or NaN. Rule: 2^-n; it does not see the
/// steps.
struct frexp : elementary<frexp, 1> {
    static constexpr const char* name = "frexp";
    static constexpr notation printed{nullptr, "\\operatorname{frexp}\\left({0}\\right)", "frexp({0}, &(int){ 0 })"};
    static constexpr row_facts facts{.is_exact = true};
    template <class T>
    static constexpr T value(const T& x) {
        return math::ldexp(x, T(-math::frexp_exponent(x)));
    }
    template <class T>
    static constexpr T pullback(const T& x, const T&, const T& gy) {
        return ldexp{}(gy, T(-frexp_exponent{}(x)));
    }
};

} // namespace functions

/// x 2^n for a whole number n.
template <Argument X, Argument N>
constexpr result_of<functions::ldexp, X, N> ldexp(const X& x, const N& n) {
    return functions::ldexp{}(x, n);
}

/// x 2^n for a whole number n, another name of `ldexp`.
template <Argument X, Argument N>
constexpr result_of<functions::ldexp, X, N> scalbn(const X& x, const N& n) {
    return functions::ldexp{}(x, n);
}

/// The binary exponent of x.
template <Argument X>
constexpr result_of<functions::logb, X> logb(const X& x) {
    return functions::logb{}(x);
}

/// The binary exponent of x other than 0: an int for plain numbers, elsewhere what `logb(x)` gives.
template <Argument X>
constexpr auto ilogb(const X& x) {
    return detail::whole_number<int>(functions::logb{}, x);
}

/// What `frexp` gives.
template <class F, class E>
struct fraction_and_exponent {
    F fraction;
    E exponent;
};

/// x as fraction · 2^exponent, with a fraction of 1/2 to 1 in size: `const auto [fraction, n] = frexp(x);`. The
/// exponent is a number whose derivative is 0.
template <Argument X>
constexpr auto frexp(const X& x) {
    const auto fraction = functions::frexp{}(x);
    const auto exponent = functions::frexp_exponent{}(x);
    return fraction_and_exponent<std::remove_cv_t<decltype(fraction)>, std::remove_cv_t<decltype(exponent)>>{fraction,
                                                                                                             exponent};
}

/// Fraction and exponent as from `std::frexp`, of numbers and variables of a run-time graph.
template <Argument X>
constexpr auto frexp(const X& x, int* exponent) {
    const auto both = pullback::frexp(x);
    detail::write_whole(both.exponent, exponent);
    return both.fraction;
}

} // namespace pullback

#endif
