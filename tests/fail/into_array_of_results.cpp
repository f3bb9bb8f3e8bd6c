// SPDX-License-Identifier: BSL-1.0
// EXPECT: f.into(results...)(x...): a destination has not the shape of its result
#include <pullback.hpp>

#include <vector>

constexpr auto f = pullback::function([](const auto& x) { return sum(x, [](const auto& each) { return sin(each); }); });

#ifdef PULLBACK_WRONG
void write(const std::vector<double>& x, double& slope) { pullback::gradient(f).into(slope)(x); }
#else
void write(const std::vector<double>& x, std::vector<double>& slope) { pullback::gradient(f).into(slope)(x); }
#endif
