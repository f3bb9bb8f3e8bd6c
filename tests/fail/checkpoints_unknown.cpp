// SPDX-License-Identifier: BSL-1.0
// EXPECT: gradient(f, wrt<0>, policy), ...: what stands last says how much of ordered loops is kept
// EXPECT: checkpoints::every(k)
#include <pullback.hpp>

#include <span>

constexpr auto f = pullback::function(
    [](const auto& a, const auto& x) { return fold(x, a, [](const auto& s, const auto& u) { return s * sin(u); }); });

#ifdef PULLBACK_WRONG
constexpr auto slope = pullback::gradient(f, pullback::wrt<0>, 100);
#else
constexpr auto slope = pullback::gradient(f, pullback::wrt<0>, pullback::checkpoints::every(100));
#endif

double at(double a, std::span<const double> x) { return slope(a, x); }
