// SPDX-License-Identifier: BSL-1.0
// EXPECT: derivative of while_loop(init, condition, f): what its turns compute is kept for a derivative in reverse
#include <pullback.hpp>

#include <vector>

constexpr auto halved = pullback::function([](const auto& a, const auto& x) {
    return while_loop(a + sum(x), [](const auto& s) { return s > 1; }, [](const auto& s) { return s / 2; });
});

double of(double a, const std::vector<double>& x) {
#ifdef PULLBACK_WRONG
    return pullback::gradient(halved, pullback::wrt<0>)(a, x);
#else
    return pullback::jvp(halved, pullback::wrt<0>)(a, x, 1.0).tangent;
#endif
}
