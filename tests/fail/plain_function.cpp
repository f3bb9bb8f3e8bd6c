// SPDX-License-Identifier: BSL-1.0
// EXPECT: function(f): f is a plain function, whose parameters are of fixed types
#include <pullback.hpp>

#ifdef PULLBACK_WRONG
double cube(double x) { return x * x * x; }
constexpr auto f = pullback::function(cube);
#else
template <class T>
constexpr T cube(const T& x) {
    return x * x * x;
}
constexpr auto f = pullback::function([](const auto& x) { return cube(x); });
double slope(double at) { return pullback::gradient(f)(at); }
#endif
