// SPDX-License-Identifier: BSL-1.0
// EXPECT: bound is neither pullback::at_most<N> nor a range
#include <pullback.hpp>

constexpr auto halved = pullback::function([](const auto& a, const auto& n) {
    return while_loop(n, a, [](const auto& s) { return s > 1; }, [](const auto& s) { return s / 2; });
});

double of(double a, int n) {
#ifdef PULLBACK_WRONG
    return halved(a, n);
#else
    return halved(a, pullback::step_count(n));
#endif
}
