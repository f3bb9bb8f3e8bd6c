// SPDX-License-Identifier: BSL-1.0
// EXPECT: get<I>(g): g has fewer parts than that; they count from 0
#include <pullback.hpp>

constexpr auto x = pullback::variable<"x">;
constexpr auto y = pullback::variable<"y">;
constexpr auto g = pullback::gradient(x * y)(3.0, 2.0);

#ifdef PULLBACK_WRONG
double slope() { return get<2>(g); }
#else
double slope() { return get<1>(g); }
#endif
