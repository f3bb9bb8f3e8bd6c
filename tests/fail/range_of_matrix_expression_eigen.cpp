// SPDX-License-Identifier: BSL-1.0
// EXPECT: f(x...): x is an expression of Eigen that is not computed yet; give f(x.eval())
#include <pullback.hpp>
#include <pullback/ext/eigen.hpp>

constexpr auto energy = pullback::function(
    [](const auto& x) { return sum(x, [](const auto& row) { return squared_norm(row) * row.size(); }); });

double of_twice(const Eigen::MatrixXd& a) {
#ifdef PULLBACK_WRONG
    return energy(2 * a);
#else
    return energy((2 * a).eval());
#endif
}
