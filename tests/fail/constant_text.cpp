// SPDX-License-Identifier: BSL-1.0
// EXPECT: 2.5_c: a constant is a decimal number of at most 18 digits with an exponent between -27 and 27
#include <pullback.hpp>

using namespace pullback::literals;
constexpr auto x = pullback::variable<"x">;

#ifdef PULLBACK_WRONG
constexpr auto y = 1e-30_c * x;
#else
constexpr auto y = 1e-20_c * x;
#endif

double value() { return y(1.0); }
