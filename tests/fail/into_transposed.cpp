// SPDX-License-Identifier: BSL-1.0
// EXPECT: f.into(results...)(x...): a destination has not the shape of its result
#include <pullback.hpp>

#include <array>

constexpr auto f = pullback::function([](const auto& x) { return std::array{x[0] * x[1], x[2]}; });

#ifdef PULLBACK_WRONG
void write(const std::array<double, 3>& x, double (&matrix)[3][2]) { pullback::jacobian(f).into(matrix)(x); }
#else
void write(const std::array<double, 3>& x, double (&matrix)[2][3]) { pullback::jacobian(f).into(matrix)(x); }
#endif
