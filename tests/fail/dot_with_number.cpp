// SPDX-License-Identifier: BSL-1.0
// EXPECT: dot(x, y), zip(x, y), matrix_vector(A, x), ...: x or y is neither a range nor an array
#include <pullback.hpp>

#include <vector>

constexpr auto f = pullback::function([](const auto& x, const auto& a) {
#ifdef PULLBACK_WRONG
    return dot(x, a);
#else
    return a * sum(x);
#endif
});

double value(const std::vector<double>& x) { return f(x, 2.0); }
