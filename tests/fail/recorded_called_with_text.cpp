// SPDX-License-Identifier: BSL-1.0
// EXPECT: f(x...): an argument is not made of numbers
#include <pullback/record.hpp>

double twice() {
    const auto f = pullback::record([](const auto& x) { return 2 * x; }, 1.);
#ifdef PULLBACK_WRONG
    f("1");
#endif
    return f(1.);
}
