// SPDX-License-Identifier: BSL-1.0
// EXPECT: f(x...): f keeps numbers in memory between its loops, and nothing is allocated here; give the memory:
// f.using_workspace(memory)(x...)
#define PULLBACK_NO_ALLOCATION
#include <pullback.hpp>

#include <span>

constexpr auto f = pullback::function([](const auto& x) {
    return sum(x, [&](const auto& p) { return exp(sum(x, [&](const auto& q) { return sin(p * q); })); });
});

#ifdef PULLBACK_WRONG
void write(std::span<const double> x, std::span<double>, double* slope) { pullback::gradient(f).into(slope)(x); }
#else
void write(std::span<const double> x, std::span<double> memory, double* slope) {
    pullback::gradient(f).into(slope).using_workspace(memory)(x);
}
#endif
