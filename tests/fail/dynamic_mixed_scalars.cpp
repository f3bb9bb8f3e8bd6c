// SPDX-License-Identifier: BSL-1.0
// EXPECT: f(x...): the variables have different types of data; a static function takes variables of one real type
#include <pullback/dynamic.hpp>

#include <array>

using pullback::dynamic::variable;

constexpr auto f = pullback::function([](const auto& x, const auto& y) { return x[0] * y; });

#ifdef PULLBACK_WRONG
void call() { f(std::array<variable<double>, 1>{1.0}, variable{2.0f}); }
#else
void call() { f(std::array<variable<double>, 1>{1.0}, variable{2.0}); }
#endif
