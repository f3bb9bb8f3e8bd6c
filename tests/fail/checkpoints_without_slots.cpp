// SPDX-License-Identifier: BSL-1.0
// EXPECT: checkpoints::binomial<Slots>: the first state needs a slot; give 1 or more
#include <pullback.hpp>

#include <span>

constexpr auto f = pullback::function(
    [](const auto& a, const auto& x) { return fold(x, a, [](const auto& s, const auto& u) { return s * sin(u); }); });

#ifdef PULLBACK_WRONG
constexpr auto slope = pullback::gradient(f, pullback::wrt<0>, pullback::checkpoints::binomial<-1>);
#else
constexpr auto slope = pullback::gradient(f, pullback::wrt<0>, pullback::checkpoints::binomial<1>);
#endif

double at(double a, std::span<const double> x) { return slope(a, x); }
