// SPDX-License-Identifier: BSL-1.0
// EXPECT: element(x, i), x(i): x is a matrix; write element(x, row, column)
#include <pullback/dynamic.hpp>
#include <pullback/ext/eigen.hpp>

void call(const pullback::dynamic::variable<Eigen::MatrixXd>& x) {
#ifdef PULLBACK_WRONG
    x(1);
#else
    x(1, 0);
#endif
}
