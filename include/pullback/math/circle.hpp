// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_MATH_CIRCLE_HPP
#define PULLBACK_MATH_CIRCLE_HPP

#include <pullback/math/elementary.hpp>
#include <pullback/math/lanes.hpp>
#include <pullback/math/order.hpp>

#include <limits>

/// Sines of multiples of π, and sin(x) / x with its derivatives.
namespace pullback::math {

namespace detail {

template <class T>
constexpr T pi() {
    if constexpr (std::is_floating_point_v<T>) return static_cast<T>(3.14159265358979323846264338327950288L);
    else return T(4) * math::atan(T(1));
}

// sin(π r) for 0 <= r <= 1/2.
template <class T>
constexpr T first_quadrant(const T& r) {
    if (r <= T(1) / T(4)) return math::sin(T(pi<T>() * r));
    return math::cos(T(pi<T>() * (T(1) / T(2) - r)));
}

template <class T>
constexpr T sin_pi_of_number(const T& x) {
    T r = math::fmod(math::abs(x), T(2)); // exact, NaN of infinities
    const bool is_below = r >= T(1);
    if (is_below) r = r - T(1);
    if (r > T(1) / T(2)) r = T(1) - r;
    const T size = first_quadrant(r), value = is_below && size > T(0) ? T(-size) : size;
    return math::copysign(T(1), x) * value;
}

template <class T>
constexpr T cos_pi_of_number(const T& x) {
    T r = math::fmod(math::abs(x), T(2));
    if (r > T(1)) r = T(2) - r;
    if (r > T(1) / T(2)) return -first_quadrant(T(r - T(1) / T(2)));
    return first_quadrant(T(T(1) / T(2) - r));
}

template <class T>
constexpr T sinc_of_number(const T& x) {
    if (x == T(0)) return T(1);
    const bool is_infinite = math::abs(x) > (std::numeric_limits<T>::max)();
    return is_infinite ? T(0) : T(math::sin(x) / x);
}

// f(n) of sin(x) / x obeys x f(k) + k f(k-1) = sin⁽ᵏ⁾(x): upwards where x is large beside k, else downwards from an
// order where what is not known has no weight any more.
template <class T>
constexpr T sinc_of_number(int n, const T& x) {
    if (n < 0) return std::numeric_limits<T>::quiet_NaN();
    if (n == 0) return sinc_of_number(x);
    const T size = math::abs(x);
    if (!(size <= (std::numeric_limits<T>::max)())) return x == x ? T(0) : x;
    const T s = math::sin(size), c = math::cos(size);
    const auto slope = [&](int k) -> T { return k % 4 == 0 ? s : k % 4 == 1 ? c : k % 4 == 2 ? T(-s) : T(-c); };
    T value(0);
    if (size > T(n)) {
        value = s / size;
        for (int k = 1; k <= n; ++k) value = (slope(k) - T(k) * value) / size;
    } else {
        int last = n + 3; // of odd orders, which are small, the second one is the first to count
        for (T weight = size / T(last); weight > std::numeric_limits<T>::epsilon() / T(64 * last);)
            weight = weight * (size / T(++last));
        for (int k = last; k > n; --k) value = (slope(k) - size * value) / T(k);
    }
    return n % 2 == 1 && x < T(0) ? T(-value) : value;
}

} // namespace detail

/// π, to the digits of T.
using detail::pi;

/// sin(π x).
template <class T>
constexpr T sin_pi(const T& x) {
    return math::by_lanes([](const auto& a) { return detail::sin_pi_of_number(a); }, x);
}

/// cos(π x).
template <class T>
constexpr T cos_pi(const T& x) {
    return math::by_lanes([](const auto& a) { return detail::cos_pi_of_number(a); }, x);
}

/// sin(x) / x.
template <class T>
constexpr T sinc(const T& x) {
    return math::by_lanes([](const auto& a) { return detail::sinc_of_number(a); }, x);
}

/// The derivative of order n of sin(x) / x, 0 <= n <= largest_order; NaN for other n.
template <class T>
constexpr T sinc_derivative(const T& n, const T& x) {
    return math::by_lanes([](const auto& k, const auto& a) { return detail::sinc_of_number(math::order_of(k), a); }, n,
                          x);
}

} // namespace pullback::math

#endif
