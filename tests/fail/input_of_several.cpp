// SPDX-License-Identifier: BSL-1.0
// EXPECT: input(creator): this function has several inputs; use inputs(creator), a Hana tuple
#include <pullback.hpp>

constexpr auto x = pullback::variable<"x">;
constexpr auto y = pullback::variable<"y">;

#ifdef PULLBACK_WRONG
constexpr auto a = input(creator(x * y));
#else
constexpr auto a = input(creator(exp(x)));
#endif
