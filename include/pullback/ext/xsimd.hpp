// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_EXT_XSIMD_HPP
#define PULLBACK_EXT_XSIMD_HPP

// See pullback.hpp.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wsign-conversion"

/// \file
/// Batches of xsimd as scalars of static functions. Many points at a time are `transform_points` of pullback/lanes.hpp,
/// which needs no library.
#include <pullback/ext/xsimd/functions.hpp>

#pragma GCC diagnostic pop

#endif
