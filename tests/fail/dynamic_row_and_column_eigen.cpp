// SPDX-License-Identifier: BSL-1.0
// EXPECT: f(x, y): x and y are arrays of different kinds, such as a row and a column
#include <pullback/dynamic.hpp>
#include <pullback/ext/eigen.hpp>

void call(const pullback::dynamic::variable<Eigen::VectorXd>& x, const Eigen::RowVectorXd& y) {
#ifdef PULLBACK_WRONG
    x + y;
#else
    transpose(x) + y;
#endif
}
