// SPDX-License-Identifier: BSL-1.0
// EXPECT: f(x...): f returns an array as long as an argument, and nothing is allocated here; give the memory:
// f.into(results...)(x...)
#define PULLBACK_NO_ALLOCATION
#include <pullback.hpp>

#include <span>

constexpr auto f = pullback::function([](const auto& x) { return sum(x, [](const auto& each) { return sin(each); }); });

#ifdef PULLBACK_WRONG
void write(std::span<const double> x, double*) { pullback::gradient(f)(x); }
#else
void write(std::span<const double> x, double* slope) { pullback::gradient(f).into(slope)(x); }
#endif
