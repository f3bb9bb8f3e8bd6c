// SPDX-License-Identifier: BSL-1.0
// EXPECT: f.into(results...)(x...): a destination has not the shape of its result
// EXPECT: a pointer to as many numbers
#include <pullback.hpp>

#include <array>

constexpr auto f = pullback::function([](const auto& x) { return x[0] * x[1] * x[2]; });

void write(const std::array<double, 3>& x) {
#ifdef PULLBACK_WRONG
    std::array<double, 2> slope;
#else
    std::array<double, 3> slope;
#endif
    pullback::gradient(f).into(slope)(x);
}
