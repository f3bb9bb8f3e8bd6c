// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_FUNCTIONS_CLASSES_HPP
#define PULLBACK_FUNCTIONS_CLASSES_HPP

#include <pullback/functions/conditions.hpp>
#include <pullback/functions/elementary.hpp>
#include <pullback/functions/row_facts.hpp>
#include <pullback/functions/scalar.hpp>

#include <cmath>
#include <limits>

namespace pullback {

namespace detail {

// The bounds of the normal numbers of a scalar; of a batch, in every lane.
template <class T>
constexpr T smallest_normal() {
    if constexpr (std::numeric_limits<T>::is_specialized) return (std::numeric_limits<T>::min)();
    else return T((std::numeric_limits<typename T::value_type>::min)());
}
template <class T>
constexpr T largest_number() {
    if constexpr (std::numeric_limits<T>::is_specialized) return (std::numeric_limits<T>::max)();
    else return T((std::numeric_limits<typename T::value_type>::max)());
}

} // namespace detail

namespace functions {

// What kind of number x is: conditions, for `select`. With -ffast-math the compiler takes every number for finite.

/// Whether x is NaN.
struct isnan : condition<isnan, 1> {
    static constexpr const char* name = "isnan";
    static constexpr notation printed{nullptr, nullptr, "isnan({0})"};
    static constexpr auto value(const auto& x) { return !(x == x); }
};

/// Whether x is infinite.
struct isinf : condition<isinf, 1> {
    static constexpr const char* name = "isinf";
    static constexpr notation printed{nullptr, nullptr, "isinf({0}) != 0"};
    template <class T>
    static constexpr auto value(const T& x) {
        return detail::largest_number<T>() < math::abs(x);
    }
};

/// Whether x is neither infinite nor NaN.
struct isfinite : condition<isfinite, 1> {
    static constexpr const char* name = "isfinite";
    static constexpr notation printed{nullptr, nullptr, "isfinite({0})"};
    template <class T>
    static constexpr auto value(const T& x) {
        return math::abs(x) <= detail::largest_number<T>();
    }
};

/// Whether x is neither zero, subnormal, infinite nor NaN.
struct isnormal : condition<isnormal, 1> {
    static constexpr const char* name = "isnormal";
    static constexpr notation printed{nullptr, nullptr, "isnormal({0})"};
    template <class T>
    static constexpr auto value(const T& x) {
        const T size = math::abs(x);
        return detail::smallest_normal<T>() <= size && size <= detail::largest_number<T>();
    }
};

/// Whether the sign of x, of a zero too, is negative.
struct signbit : condition<signbit, 1> {
    static constexpr const char* name = "signbit";
    static constexpr notation printed{nullptr, nullptr, "signbit({0}) != 0"};
    template <class T>
    static constexpr auto value(const T& x) {
        return math::copysign(T(1), x) < T(0);
    }
};

/// FP_NAN, FP_INFINITE, FP_ZERO, FP_SUBNORMAL or FP_NORMAL, as a number with derivative 0.
struct fpclassify : elementary<fpclassify, 1> {
    static constexpr const char* name = "fpclassify";
    static constexpr notation printed{nullptr, nullptr, "fpclassify({0})"};
    static constexpr row_facts facts{.is_exact = true};
    template <class T>
    static constexpr T value(const T& x) {
        const T size = math::abs(x);
        const T small = math::select(size == T(0), T(FP_ZERO), T(FP_SUBNORMAL));
        const T finite = math::select(size < detail::smallest_normal<T>(), small, T(FP_NORMAL));
        const T number = math::select(size <= detail::largest_number<T>(), finite, T(FP_INFINITE));
        return math::select(x == x, number, T(FP_NAN));
    }
    template <class T>
    static constexpr T pullback(const T&, const T&, const T&) {
        return T(0);
    }
};

} // namespace functions

/// Whether x is NaN: a condition for `select`, a bool for numbers.
template <Argument X>
constexpr auto isnan(const X& x) {
    return functions::isnan{}(x);
}

/// Whether x is infinite.
template <Argument X>
constexpr auto isinf(const X& x) {
    return functions::isinf{}(x);
}

/// Whether x is neither infinite nor NaN.
template <Argument X>
constexpr auto isfinite(const X& x) {
    return functions::isfinite{}(x);
}

/// Whether x is neither zero, subnormal, infinite nor NaN.
template <Argument X>
constexpr auto isnormal(const X& x) {
    return functions::isnormal{}(x);
}

/// Whether the sign of x, of a zero too, is negative.
template <Argument X>
constexpr auto signbit(const X& x) {
    return functions::signbit{}(x);
}

/// FP_NAN, FP_INFINITE, FP_ZERO, FP_SUBNORMAL or FP_NORMAL: an int for plain numbers, elsewhere a number to compare
/// with these.
template <Argument X>
constexpr auto fpclassify(const X& x) {
    if constexpr (std::is_arithmetic_v<X>) return static_cast<int>(functions::fpclassify{}(x));
    else return functions::fpclassify{}(x);
}

} // namespace pullback

#endif
