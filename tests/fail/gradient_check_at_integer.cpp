// SPDX-License-Identifier: BSL-1.0
// EXPECT: gradient_check(f, x...): an argument is an integer, and there is no derivative by integers; write a real
#include <pullback.hpp>
#include <pullback/check/gradient_check.hpp>

constexpr auto x = pullback::variable<"x">;

#ifdef PULLBACK_WRONG
bool right() { return gradient_check(square(x), 2).passed; }
#else
bool right() { return gradient_check(square(x), 2.0).passed; }
#endif
