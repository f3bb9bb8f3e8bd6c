// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_EXT_XTENSOR_HPP
#define PULLBACK_EXT_XTENSOR_HPP

// See pullback.hpp.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wsign-conversion"

/// \file
/// n-dimensional arrays of xtensor as data of the dynamic graph.
///
///     dynamic::variable x{xt::xarray<double>{{1, 2}, {3, 4}}};
///     auto y = sum(square(x)); // 0-d
///     y.backward();
///     x.grad(); // an xt::xarray<double>
#include <pullback/ext/xtensor/data.hpp>
#include <pullback/ext/xtensor/overloads.hpp>
#include <pullback/ext/xtensor/products.hpp>
#include <pullback/ext/xtensor/ranges.hpp>
#include <pullback/ext/xtensor/recorded.hpp>

#pragma GCC diagnostic pop

#endif
