// SPDX-License-Identifier: BSL-1.0
// EXPECT: x / y: y is a matrix; the quotient of the elements is cwise_quotient(x, y)
#include <pullback/dynamic.hpp>
#include <pullback/ext/eigen.hpp>

void call(const pullback::dynamic::variable<Eigen::MatrixXd>& x) {
    const auto powers = exp(x);
#ifdef PULLBACK_WRONG
    const auto shares = powers / powers.rowwise().sum();
#else
    const auto shares = cwise_quotient(powers, powers.rowwise().sum());
#endif
    -sum(log(shares)) / 2;
}
