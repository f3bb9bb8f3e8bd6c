// SPDX-License-Identifier: BSL-1.0
// EXPECT: f is not a static function; make one of a generic lambda with
#include <pullback.hpp>
#include <pullback/ext/boost_math.hpp>

#ifdef PULLBACK_WRONG
constexpr auto f = [](const auto& x) { return x * x - 2; };
#else
constexpr auto f = pullback::function([](const auto& x) { return x * x - 2; });
#endif

auto values() { return pullback::value_and_derivatives<1>(f)(1.5); }
