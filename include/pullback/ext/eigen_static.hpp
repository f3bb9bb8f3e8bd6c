// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_EXT_EIGEN_STATIC_HPP
#define PULLBACK_EXT_EIGEN_STATIC_HPP

// See pullback.hpp.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wsign-conversion"

/// \file
/// Eigen 3.4 with static functions: the part of ext/eigen.hpp that knows nothing of run-time graphs, which is read in
/// less than half of the time and memory beyond what Eigen itself takes.
///
///     constexpr auto f = pullback::function([](const auto& v) { return v.dot(v) * v[0]; });
///     Eigen::Vector3d g = pullback::gradient(f)(Eigen::Vector3d(1, 2, 3));
#include <pullback/ext/eigen/destinations.hpp>
#include <pullback/ext/eigen/fixed_angle_axis.hpp>
#include <pullback/ext/eigen/fixed_quaternion.hpp>
#include <pullback/ext/eigen/fixed_with_numbers.hpp>
#include <pullback/ext/eigen/ranges.hpp>
#include <pullback/ext/eigen/recorded.hpp>
#include <pullback/ext/eigen/recorded_cholesky.hpp>
#include <pullback/ext/eigen/recorded_inverse.hpp>
#include <pullback/ext/eigen/shape.hpp>

#pragma GCC diagnostic pop

#endif
