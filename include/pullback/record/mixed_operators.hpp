// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_RECORD_MIXED_OPERATORS_HPP
#define PULLBACK_RECORD_MIXED_OPERATORS_HPP

#include <pullback/record/recorded_scalar.hpp>

#include <type_traits>

// Operators of a recorded value and a number of the language, which is a literal. They match exactly: those of two
// recorded values would be as good as the language's own, because a recorded value has a conversion that is refused.

namespace pullback {

template <detail::Number T>
constexpr recorded operator+(const recorded& x, T y) {
    return x + recorded(y);
}
template <detail::Number T>
constexpr recorded operator+(T x, const recorded& y) {
    return recorded(x) + y;
}
template <detail::Number T>
constexpr recorded operator-(const recorded& x, T y) {
    return x - recorded(y);
}
template <detail::Number T>
constexpr recorded operator-(T x, const recorded& y) {
    return recorded(x) - y;
}
template <detail::Number T>
constexpr recorded operator*(const recorded& x, T y) {
    return x * recorded(y);
}
template <detail::Number T>
constexpr recorded operator*(T x, const recorded& y) {
    return recorded(x) * y;
}
template <detail::Number T>
constexpr recorded operator/(const recorded& x, T y) {
    return x / recorded(y);
}
template <detail::Number T>
constexpr recorded operator/(T x, const recorded& y) {
    return recorded(x) / y;
}
template <detail::Number T>
constexpr recorded_condition operator<(const recorded& x, T y) {
    return x < recorded(y);
}
template <detail::Number T>
constexpr recorded_condition operator<(T x, const recorded& y) {
    return recorded(x) < y;
}
template <detail::Number T>
constexpr recorded_condition operator>(const recorded& x, T y) {
    return x > recorded(y);
}
template <detail::Number T>
constexpr recorded_condition operator>(T x, const recorded& y) {
    return recorded(x) > y;
}
template <detail::Number T>
constexpr recorded_condition operator<=(const recorded& x, T y) {
    return x <= recorded(y);
}
template <detail::Number T>
constexpr recorded_condition operator<=(T x, const recorded& y) {
    return recorded(x) <= y;
}
template <detail::Number T>
constexpr recorded_condition operator>=(const recorded& x, T y) {
    return x >= recorded(y);
}
template <detail::Number T>
constexpr recorded_condition operator>=(T x, const recorded& y) {
    return recorded(x) >= y;
}
template <detail::Number T>
constexpr recorded_condition operator==(const recorded& x, T y) {
    return x == recorded(y);
}
template <detail::Number T>
constexpr recorded_condition operator==(T x, const recorded& y) {
    return recorded(x) == y;
}
template <detail::Number T>
constexpr recorded_condition operator!=(const recorded& x, T y) {
    return x != recorded(y);
}
template <detail::Number T>
constexpr recorded_condition operator!=(T x, const recorded& y) {
    return recorded(x) != y;
}

} // namespace pullback

/// What a choice of a recorded value and a number gives.
template <pullback::detail::Number T>
struct std::common_type<pullback::recorded, T> {
    using type = pullback::recorded;
};
template <pullback::detail::Number T>
struct std::common_type<T, pullback::recorded> {
    using type = pullback::recorded;
};

#endif
