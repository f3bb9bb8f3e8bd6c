// SPDX-License-Identifier: BSL-1.0
// EXPECT: f(x...): the body of f cannot run at compile time, where it is recorded
// EXPECT: write constexpr before functions and tables of your own
// EXPECT: sixth_power
#include <pullback.hpp>

#ifdef PULLBACK_WRONG
template <class T>
T sixth_power(const T& x) {
    return square(x * x * x);
}
#else
template <class T>
constexpr T sixth_power(const T& x) {
    return square(x * x * x);
}
#endif

constexpr auto f = pullback::function([](const auto& x) { return 2 * sixth_power(x); });

double slope(double at) { return pullback::gradient(f)(at); }
