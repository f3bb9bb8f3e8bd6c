// SPDX-License-Identifier: BSL-1.0
// EXPECT: numerical_diff(f, x): x is of a type that cannot be moved element by element; pass a number
#include <pullback.hpp>
#include <pullback/check/numerical_diff.hpp>

double slope() {
#ifdef PULLBACK_WRONG
    const auto at = "2.0";
#else
    const auto at = 2.0;
#endif
    auto result = pullback::numerical_diff(pullback::functions::square{}, at);
    return sizeof result;
}
