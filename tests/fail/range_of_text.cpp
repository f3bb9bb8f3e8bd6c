// SPDX-License-Identifier: BSL-1.0
// EXPECT: f(x...): an argument is of a type that pullback does not know how to take apart into real numbers
#include <pullback.hpp>

#include <string>
#include <vector>

#ifdef PULLBACK_WRONG
using data = std::vector<std::string>;
#else
using data = std::vector<double>;
#endif

constexpr auto f = pullback::function([](const auto& x) { return sum(x); });

auto value(const data& x) { return f(x); }
