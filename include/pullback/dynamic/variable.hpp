// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DYNAMIC_VARIABLE_HPP
#define PULLBACK_DYNAMIC_VARIABLE_HPP

/// \file
/// Variables of the run-time graph, the calls that made them, and what `std::numeric_limits` says of them.

#include <pullback/dynamic/call.hpp>
#include <pullback/dynamic/numeric_limits.hpp>
#include <pullback/dynamic/variable_handle.hpp>

#endif
