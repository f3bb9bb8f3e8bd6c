// SPDX-License-Identifier: BSL-1.0
// EXPECT: x[k]: k is an argument that is no integer; give an int or a std::size_t, or a range of them
#include <pullback.hpp>

#include <vector>

constexpr auto f = pullback::function([](const auto& x, const auto& k) { return square(x[k]) * sum(x); });

#ifdef PULLBACK_WRONG
double of(const std::vector<double>& x, double k) { return f(x, k); }
#else
double of(const std::vector<double>& x, int k) { return f(x, k); }
#endif
