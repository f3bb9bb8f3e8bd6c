// SPDX-License-Identifier: BSL-1.0
// EXPECT: f(x...): x is an expression of Eigen that is not computed yet; give f(x.eval())
#include <pullback.hpp>
#include <pullback/ext/eigen.hpp>

constexpr auto energy = pullback::function([](const auto& x) { return dot(x, x); });

double at_middle(const Eigen::VectorXd& a, const Eigen::VectorXd& b) {
#ifdef PULLBACK_WRONG
    return energy((a + b) / 2);
#else
    return energy(((a + b) / 2).eval());
#endif
}
