// SPDX-License-Identifier: BSL-1.0
// EXPECT: gradient_check(f, x...): f is no static function, or an argument is not made of real numbers; make one
// EXPECT: with pullback::function(f), or include <pullback/dynamic/check.hpp>
#include <pullback.hpp>
#include <pullback/check/gradient_check.hpp>

#ifdef PULLBACK_WRONG
constexpr auto f = [](const auto& x) { return pullback::exp(x); };
#else
constexpr auto f = pullback::function([](const auto& x) { return pullback::exp(x); });
#endif

bool right() { return pullback::gradient_check(f, 2.0).passed; }
