// SPDX-License-Identifier: BSL-1.0
// EXPECT: record(f, x...): f returns something that is not made of real numbers
#include <pullback/ext/eigen.hpp>
#include <pullback/record.hpp>

#include <Eigen/Core>

double norm() {
    const Eigen::VectorXd start = Eigen::VectorXd::Ones(3);
    const auto f = pullback::record(
        [](const auto& x) {
#ifdef PULLBACK_WRONG
            return x + x;
#else
            return Eigen::VectorX<pullback::recorded>(x + x);
#endif
        },
        start);
    return f(start).norm();
}
