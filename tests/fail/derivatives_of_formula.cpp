// SPDX-License-Identifier: BSL-1.0
// EXPECT: derivatives(y, x...): y is not a number that a static function computes in its body
#include <pullback.hpp>

using namespace pullback;

constexpr auto x = variable<"x">;
constexpr auto y = square(x);

#ifdef PULLBACK_WRONG
constexpr auto slope = derivatives(y, x);
#else
constexpr auto slope = gradient(y, wrt(x));
#endif

static_assert(slope(3.0) == 6);
