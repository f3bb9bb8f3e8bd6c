// SPDX-License-Identifier: BSL-1.0
// EXPECT: f(x...): an argument is of a type that pullback does not know how to take apart into real numbers
#include <pullback.hpp>

#include <array>
#include <complex>

constexpr auto f = pullback::function([](const auto& z) { return z[0] * z[1]; });

#ifdef PULLBACK_WRONG
using number = std::complex<double>;
#else
using number = double;
#endif

auto product(const std::array<number, 2>& z) { return f(z); }
