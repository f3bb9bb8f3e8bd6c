// SPDX-License-Identifier: BSL-1.0
// EXPECT: function(f): f captures variables, but it is recorded from its type and can hold no values
// EXPECT: wrt<...>
#include <pullback.hpp>

double slope(double scale) {
#ifdef PULLBACK_WRONG
    const auto f = pullback::function([scale](const auto& x) { return scale * exp(x); });
    return pullback::gradient(f)(1.0);
#else
    const auto f = pullback::function([](const auto& x, const auto& s) { return s * exp(x); });
    return pullback::gradient(f, pullback::wrt<0>)(1.0, scale);
#endif
}
