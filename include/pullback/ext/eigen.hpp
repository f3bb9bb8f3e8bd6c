// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_EXT_EIGEN_HPP
#define PULLBACK_EXT_EIGEN_HPP

// See pullback.hpp.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wsign-conversion"

/// \file
/// Eigen 3.4 with pullback: arrays and matrices as data of the dynamic graph, and vectors and matrices of
/// fixed size as arguments of static functions.
///
///     dynamic::variable A{Eigen::MatrixXd(...)}, b{Eigen::VectorXd(...)};
///     auto loss = squared_norm(tanh(A * b) - target);
///     loss.backward();
///     A.grad(); // an Eigen::MatrixXd
///
///     constexpr auto f = pullback::function([](const auto& v) { return v.dot(v) * v[0]; });
///     Eigen::Vector3d g = pullback::gradient(f)(Eigen::Vector3d(1, 2, 3));
#include <pullback/ext/eigen/data.hpp>
#include <pullback/ext/eigen/destinations.hpp>
#include <pullback/ext/eigen/elements.hpp>
#include <pullback/ext/eigen/fixed_angle_axis.hpp>
#include <pullback/ext/eigen/fixed_quaternion.hpp>
#include <pullback/ext/eigen/fixed_with_numbers.hpp>
#include <pullback/ext/eigen/implicit_function.hpp>
#include <pullback/ext/eigen/linear_algebra.hpp>
#include <pullback/ext/eigen/products.hpp>
#include <pullback/ext/eigen/ranges.hpp>
#include <pullback/ext/eigen/recorded.hpp>
#include <pullback/ext/eigen/recorded_cholesky.hpp>
#include <pullback/ext/eigen/recorded_inverse.hpp>
#include <pullback/ext/eigen/scalars.hpp>
#include <pullback/ext/eigen/shape.hpp>
#include <pullback/ext/eigen/slices.hpp>

#pragma GCC diagnostic pop

#endif
