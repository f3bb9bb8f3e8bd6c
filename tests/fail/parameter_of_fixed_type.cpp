// SPDX-License-Identifier: BSL-1.0
// EXPECT: f(x...): a parameter of f is of a fixed type, such as double, but f is recorded with a scalar of another type
// EXPECT: write auto for it
#include <pullback.hpp>

#ifdef PULLBACK_WRONG
constexpr auto f = pullback::function([](double x) { return x * x; });
#else
constexpr auto f = pullback::function([](auto x) { return x * x; });
#endif

double slope(double at) { return pullback::gradient(f)(at); }
