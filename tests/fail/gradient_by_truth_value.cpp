// SPDX-License-Identifier: BSL-1.0
// EXPECT: gradient(f)(x...), jvp(f)(x...), ...: an argument that f is differentiated by is a truth value or an
// enumerator, which has no derivative EXPECT: gradient(f, wrt<0, 1>)
#include <pullback.hpp>

constexpr auto payoff = pullback::function([](const auto& spot, const auto& strike, const auto& is_call) {
    return select(is_call, max(spot - strike, 0), max(strike - spot, 0));
});

#ifdef PULLBACK_WRONG
void delta() { pullback::gradient(payoff)(100.0, 95.0, true); }
#else
void delta() { pullback::gradient(payoff, pullback::wrt<0, 1>)(100.0, 95.0, true); }
#endif
