// SPDX-License-Identifier: BSL-1.0
// EXPECT: f.into(results...): a destination is a constant or a temporary object, in which nobody finds the result
#include <pullback.hpp>

#include <array>

constexpr auto f = pullback::function([](const auto& x) { return x[0] * x[1]; });

void write(const std::array<double, 2>& x, [[maybe_unused]] std::array<double, 2>& slope) {
#ifdef PULLBACK_WRONG
    pullback::gradient(f).into(std::array<double, 2>())(x);
#else
    pullback::gradient(f).into(slope)(x);
#endif
}
