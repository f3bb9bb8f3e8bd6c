// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_EXT_EIGEN_HPP
#define PULLBACK_EXT_EIGEN_HPP

// See pullback.hpp.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wsign-conversion"

/// \file
/// Eigen 3.4 with pullback: arrays and matrices as data of the dynamic graph, and vectors and matrices of
/// fixed size as arguments of static functions. Who needs these alone includes ext/eigen_static.hpp, which takes the
/// compiler a second less.
///
///     dynamic::variable A{Eigen::MatrixXd(...)}, b{Eigen::VectorXd(...)};
///     auto loss = squared_norm(tanh(A * b) - target);
///     loss.backward();
///     A.grad(); // an Eigen::MatrixXd
///
///     constexpr auto f = pullback::function([](const auto& v) { return v.dot(v) * v[0]; });
///     Eigen::Vector3d g = pullback::gradient(f)(Eigen::Vector3d(1, 2, 3));
#include <pullback/ext/eigen/data.hpp>
#include <pullback/ext/eigen/elements.hpp>
#include <pullback/ext/eigen/implicit_function.hpp>
#include <pullback/ext/eigen/linear_algebra.hpp>
#include <pullback/ext/eigen/products.hpp>
#include <pullback/ext/eigen/scalars.hpp>
#include <pullback/ext/eigen/slices.hpp>
#include <pullback/ext/eigen_static.hpp>

#pragma GCC diagnostic pop

#endif
