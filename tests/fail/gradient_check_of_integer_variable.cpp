// SPDX-License-Identifier: BSL-1.0
// EXPECT: gradient_check(f, x...): an argument holds integers, and there is no derivative by integers; make it a
#include <pullback/dynamic/check.hpp>

#ifdef PULLBACK_WRONG
using number = int;
#else
using number = float;
#endif

bool right() {
    return pullback::gradient_check([](const auto& x) { return x * x; }, pullback::dynamic::variable<number>(2)).passed;
}
