// SPDX-License-Identifier: BSL-1.0
// EXPECT: g[i]: the parts of g are of different types, so which one is meant must be known at compile time
#include <pullback.hpp>

constexpr auto f = pullback::function([](const auto& scale, const auto& x) { return scale * x[0] + x[1]; });
constexpr auto g = pullback::gradient(f)(2.0, std::array{3.0, 4.0});

#ifdef PULLBACK_WRONG
double slope() { return g[0]; }
#else
double slope() { return get<0>(g); }
#endif
