// SPDX-License-Identifier: BSL-1.0
// EXPECT: segment(x, i, n), head(x, n), tail(x, n): x is a matrix; write block(x, i, j, rows, cols)
#include <pullback/dynamic.hpp>
#include <pullback/ext/eigen.hpp>

void call(const pullback::dynamic::variable<Eigen::MatrixXd>& x) {
#ifdef PULLBACK_WRONG
    x.head(2);
#else
    x.block(0, 0, 2, 1);
#endif
}
