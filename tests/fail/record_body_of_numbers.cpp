// SPDX-License-Identifier: BSL-1.0
// EXPECT: record(f, x...): f cannot be called with these arguments made of a recording scalar
#include <pullback/record.hpp>

#ifdef PULLBACK_WRONG
double squared(double x) { return x * x; }
#else
constexpr auto squared = [](const auto& x) { return x * x; };
#endif

double value() { return pullback::record(squared, 1.)(2.); }
