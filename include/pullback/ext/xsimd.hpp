// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_EXT_XSIMD_HPP
#define PULLBACK_EXT_XSIMD_HPP

// See pullback.hpp.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wsign-conversion"

/// \file
/// SIMD with xsimd: batches as scalars of static functions, and static functions at many points.
///
///     constexpr auto greeks = pullback::gradient(price);
///     std::vector<double> spot(1000, 100.0), strike(1000, 105.0), delta(1000), kappa(1000);
///     pullback::transform_points(greeks, pullback::columns(delta, kappa), spot, strike);
#include <pullback/ext/xsimd/functions.hpp>
#include <pullback/ext/xsimd/points.hpp>

#pragma GCC diagnostic pop

#endif
