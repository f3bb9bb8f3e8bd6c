// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_TESTS_RUN_EIGEN_DATA_HPP
#define PULLBACK_TESTS_RUN_EIGEN_DATA_HPP

#include "array_check.hpp"

#include <pullback/ext/eigen.hpp>

#include <boost/test/unit_test.hpp>

#include <tuple>
#include <type_traits>

/// What the tests of Eigen data share.
namespace eigen_data {

namespace dynamic = pullback::dynamic;
using array_test::check;
using array_test::filled;
using array_test::text_of;
using dynamic::variable;
using Eigen::ArrayXd;
using Eigen::ArrayXXd;
using Eigen::MatrixXd;
using Eigen::VectorXd;
using RowMajorXd = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

inline const VectorXd three = filled(VectorXd(3));
inline const MatrixXd two_by_three = filled(MatrixXd(2, 3));

// Eigen compares expressions only.
template <class A, class B>
bool same(const A& a, const B& b) {
    return a.rows() == b.rows() && a.cols() == b.cols() && (a.array() == b.array()).all();
}
template <class A, class B>
bool near(const A& a, const B& b) {
    return a.rows() == b.rows() && a.cols() == b.cols() && ((a - b).array().abs() <= 1e-14).all();
}

} // namespace eigen_data

#endif
