// SPDX-License-Identifier: BSL-1.0
// EXPECT: f(x...): an argument is of a type that pullback does not know how to take apart into real numbers
// EXPECT: char
#include <pullback.hpp>

#include <vector>

constexpr auto f = pullback::function([](const auto& x, const auto& scale) { return scale * sum(x); });

#ifdef PULLBACK_WRONG
double of(const std::vector<double>& x) { return f(x, "1.5"); }
#else
double of(const std::vector<double>& x) { return f(x, 1.5); }
#endif
