// SPDX-License-Identifier: BSL-1.0
// EXPECT: f(x...): an argument is of a type that pullback does not know how to take apart into real numbers
// EXPECT: tuple<>
#include <pullback.hpp>

#include <tuple>

constexpr auto f = pullback::function([](const auto&...) { return 1.0; });

#ifdef PULLBACK_WRONG
double value() { return f(std::tuple<>{}); }
#else
double value() { return f(std::tuple<double>{}); }
#endif
