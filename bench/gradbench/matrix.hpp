// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BENCH_GRADBENCH_MATRIX_HPP
#define PULLBACK_BENCH_GRADBENCH_MATRIX_HPP

#include <Eigen/Core>

namespace gradbench {

using matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

} // namespace gradbench

#endif
