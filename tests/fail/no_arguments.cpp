// SPDX-License-Identifier: BSL-1.0
// EXPECT: gradient(f)(), jacobian(f)(), ...: f is called without arguments, so there is nothing to differentiate by
#include <pullback.hpp>

constexpr auto f = pullback::function([](const auto&... x) { return (1.0 + ... + x); });

#ifdef PULLBACK_WRONG
void slope() { pullback::gradient(f)(); }
#else
void slope() { pullback::gradient(f)(1.0); }
#endif
