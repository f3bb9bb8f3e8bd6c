// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_FUNCTIONS_ROUNDING_HPP
#define PULLBACK_FUNCTIONS_ROUNDING_HPP

#include <pullback/functions/apply.hpp>
#include <pullback/functions/elementary.hpp>
#include <pullback/functions/piecewise.hpp>
#include <pullback/functions/row_facts.hpp>
#include <pullback/functions/scalar.hpp>
#include <pullback/math/remainder.hpp>

#include <array>
#include <type_traits>

namespace pullback {

namespace functions {

/// The whole number nearest to x, of two the even one. All reals. Derivative 0, at the steps too.
struct rint : elementary<rint, 1> {
    static constexpr const char* name = "rint";
    static constexpr notation printed{nullptr, "\\operatorname{rint}\\left({0}\\right)", "rint({0})"};
    static constexpr row_facts facts{.is_exact = true};
    template <class T>
    static constexpr T value(const T& x) {
        return math::rint(x);
    }
    template <class T>
    static constexpr T pullback(const T&, const T&, const T&) {
        return T(0);
    }
};

/// The exact remainder x - n y of the division x / y, with n the whole number nearest to the quotient, of two the even
/// one. Domain y != 0. Rule: 1 and -n, found as for fmod. The derivative does not see the steps.
struct remainder : elementary<remainder, 2> {
    static constexpr const char* name = "remainder";
    static constexpr notation printed{nullptr, "\\operatorname{remainder}\\left({0}, {1}\\right)",
                                      "remainder({0}, {1})"};
    static constexpr row_facts facts{.is_exact = true};
    template <class T>
    static constexpr T value(const T& x, const T& y) {
        return math::remainder(x, y);
    }
    template <class T>
    static constexpr std::array<T, 2> pullback(const T& x, const T& y, const T& z, const T& gz) {
        const T quotient = (x - z) / y;
        return {gz, -(gz * round{}(quotient))};
    }
};

} // namespace functions

/// The whole number nearest to x, of two the even one.
template <Argument X>
constexpr result_of<functions::rint, X> rint(const X& x) {
    return functions::rint{}(x);
}

/// The same as `rint(x)`.
template <Argument X>
constexpr result_of<functions::rint, X> nearbyint(const X& x) {
    return functions::rint{}(x);
}

namespace detail {

// Plain numbers become whole numbers of the type W; others have no other type to go to.
template <class W, class F, class X>
constexpr auto whole_number(const F& f, const X& x) {
    if constexpr (std::is_arithmetic_v<X>) return static_cast<W>(f(x));
    else return f(x);
}

} // namespace detail

/// The whole number nearest to x, halves away from 0: a long for plain numbers, elsewhere what `round(x)` gives.
template <Argument X>
constexpr auto lround(const X& x) {
    return detail::whole_number<long>(functions::round{}, x);
}
/// The same as `lround(x)`, but a long long for plain numbers.
template <Argument X>
constexpr auto llround(const X& x) {
    return detail::whole_number<long long>(functions::round{}, x);
}
/// The whole number nearest to x, of two the even one: a long for plain numbers, elsewhere what `rint(x)` gives.
template <Argument X>
constexpr auto lrint(const X& x) {
    return detail::whole_number<long>(functions::rint{}, x);
}
/// The same as `lrint(x)`, but a long long for plain numbers.
template <Argument X>
constexpr auto llrint(const X& x) {
    return detail::whole_number<long long>(functions::rint{}, x);
}
/// The remainder of x / y with the quotient rounded to the nearest whole number, of two the even one.
template <Argument X, Argument Y>
constexpr result_of<functions::remainder, X, Y> remainder(const X& x, const Y& y) {
    return functions::remainder{}(x, y);
}

/// What `remquo` gives.
template <class R, class Q>
struct remainder_and_quotient {
    R remainder;
    Q quotient;
};

/// The remainder of x / y, as `remainder`, and the whole quotient that belongs to it, whose derivative is 0:
/// `const auto [rest, n] = remquo(x, y);`.
template <Argument X, Argument Y>
constexpr auto remquo(const X& x, const Y& y) {
    const auto rest = functions::remainder{}(x, y);
    const auto quotient = functions::round{}((x - rest) / y);
    return remainder_and_quotient<std::remove_cv_t<decltype(rest)>, std::remove_cv_t<decltype(quotient)>>{rest,
                                                                                                          quotient};
}

namespace detail {

// The last 31 bits of a whole number that is too large for an int, as std::remquo gives them; 0 for what is no number.
template <class T>
constexpr int last_bits(const T& x) {
    const T rest = math::fmod(x, T(0x1p31));
    return rest == rest ? static_cast<int>(rest) : 0;
}

// Writes a whole number that a call like those of <cmath> gives through a pointer. Numbers and variables of a run-time
// graph know theirs.
template <class X>
constexpr void write_whole([[maybe_unused]] const X& x, [[maybe_unused]] int* to) {
    if constexpr (std::is_arithmetic_v<X>) *to = detail::last_bits(x);
    else if constexpr (requires { detail::last_bits(x.data()); }) *to = detail::last_bits(x.data());
    else
        static_assert(always_false<X>,
                      "frexp(x, &n), remquo(x, y, &n): a value that is recorded has no whole number to write to n yet; "
                      "write auto [fraction, n] = frexp(x), auto [rest, n] = remquo(x, y), where n is recorded too");
}

} // namespace detail

/// Remainder and quotient as from `std::remquo`, of numbers and variables of a run-time graph, with the last 31 bits of
/// the quotient.
template <Argument X, Argument Y>
constexpr auto remquo(const X& x, const Y& y, int* quotient) {
    const auto both = pullback::remquo(x, y);
    detail::write_whole(both.quotient, quotient);
    return both.remainder;
}

} // namespace pullback

#endif
