// SPDX-License-Identifier: BSL-1.0
// EXPECT: f.using_workspace(memory): memory is not an array of numbers that can be written
#include <pullback.hpp>

#include <span>

constexpr auto f = pullback::function([](const auto& x) {
    return sum(x, [&](const auto& p) { return exp(sum(x, [&](const auto& q) { return sin(p * q); })); });
});

#ifdef PULLBACK_WRONG
using number = const double;
#else
using number = double;
#endif

void write(std::span<const double> x, std::span<number> memory, double* slope) {
    pullback::gradient(f).into(slope).using_workspace(memory)(x);
}
