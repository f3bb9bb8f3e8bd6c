// SPDX-License-Identifier: BSL-1.0
// EXPECT: f is not a static function; make one of a generic lambda with
#include <pullback.hpp>

#ifdef PULLBACK_WRONG
constexpr auto f = [](const auto& x) { return exp(x); };
#else
constexpr auto f = pullback::function([](const auto& x) { return exp(x); });
#endif

double curvature() { return pullback::hessian(f)(1.0); }
