// SPDX-License-Identifier: BSL-1.0
// EXPECT: numerical_diff(f, x): f does not return one number; give it one component
#include <pullback.hpp>
#include <pullback/check/numerical_diff.hpp>

constexpr auto f = pullback::function([](const auto& x) { return std::array{x * x, exp(x)}; });

#ifdef PULLBACK_WRONG
double slope() { return pullback::numerical_diff(f, 2.0); }
#else
double slope() {
    return pullback::numerical_diff([](double x) { return f(x)[0]; }, 2.0);
}
#endif
