// SPDX-License-Identifier: BSL-1.0
// EXPECT: f.into(results...)(x...): a destination holds numbers of another type than f(x...) returns
#include <pullback.hpp>

constexpr auto f = pullback::function([](const auto& x) { return x * sin(x); });

#ifdef PULLBACK_WRONG
void write(float* result, double x) { pullback::gradient(f).into(result)(x); }
#else
void write(double* result, double x) { pullback::gradient(f).into(result)(x); }
#endif
