// SPDX-License-Identifier: BSL-1.0
// EXPECT: std::numeric_limits<T>: T is the type of a formula, which has no limits before its variables have values
// EXPECT: name a type of numbers, std::numeric_limits<double>::infinity()
#include <pullback.hpp>

#include <limits>

template <class T>
constexpr auto bounded(const T& x) {
#ifdef PULLBACK_WRONG
    return min(x, std::numeric_limits<T>::infinity());
#else
    return min(x, std::numeric_limits<double>::infinity());
#endif
}

double bounded_square(double x) { return bounded(square(pullback::variable<"x">))(x); }
