// SPDX-License-Identifier: BSL-1.0
// EXPECT: f(x...): an argument is of a type that pullback does not know how to take apart into real numbers
#include <pullback.hpp>

#include <array>
#include <string>

constexpr auto f = pullback::function([](const auto& x) { return x[0] * x[1]; });

#ifdef PULLBACK_WRONG
double slope() { return pullback::gradient(f)(std::string("12"))[0]; }
#else
double slope() { return pullback::gradient(f)(std::array{1.5, 2.5})[0]; }
#endif
