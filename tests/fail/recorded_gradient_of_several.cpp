// SPDX-License-Identifier: BSL-1.0
// EXPECT: gradient(f), hessian(f), hvp(f): f, recorded at run time, returns more than one number; take its jacobian
#include <pullback/record.hpp>

#include <array>

double slope() {
    const auto f = pullback::record([](const auto& x) { return std::array{x, x * x}; }, 1.);
#ifdef PULLBACK_WRONG
    return pullback::gradient(f)(1.)[1];
#else
    return pullback::jacobian(f)(1.)[1];
#endif
}
