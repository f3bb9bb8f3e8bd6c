// SPDX-License-Identifier: BSL-1.0
// EXPECT: gradient(f): f returns several numbers, so it has a Jacobian; use jacobian(f) or value_and_jacobian(f)
#include <pullback.hpp>

#include <array>

constexpr auto f = pullback::function([](const auto& x) { return std::array{sin(x), cos(x)}; });

#ifdef PULLBACK_WRONG
double slope() { return pullback::gradient(f)(1.0)[0]; }
#else
double slope() { return pullback::jacobian(f)(1.0)[0]; }
#endif
