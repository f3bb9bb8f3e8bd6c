// SPDX-License-Identifier: BSL-1.0
// EXPECT: x[i], slice(x, i): x is a matrix; write x(i, j) for an element, row(x, i) or col(x, j)
#include <pullback/dynamic.hpp>
#include <pullback/ext/eigen.hpp>

void call(const pullback::dynamic::variable<Eigen::MatrixXd>& x) {
#ifdef PULLBACK_WRONG
    x[1];
#else
    x.row(1);
#endif
}
