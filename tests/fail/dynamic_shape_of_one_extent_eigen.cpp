// SPDX-License-Identifier: BSL-1.0
// EXPECT: broadcast_to(x, {n}), sum_to(x, {n}): an Eigen matrix has two extents
#include <pullback/dynamic.hpp>
#include <pullback/ext/eigen.hpp>

void call(const pullback::dynamic::variable<Eigen::MatrixXd>& x) {
#ifdef PULLBACK_WRONG
    sum_to(x, {3});
#else
    sum_to(x, {1, 3});
#endif
}
