// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DYNAMIC_RECORD_HPP
#define PULLBACK_DYNAMIC_RECORD_HPP

/// \file
/// Functions recorded at run time (pullback/record.hpp) together with run-time graphs (pullback/dynamic.hpp): called on
/// variables they are one node.
#include <pullback/dynamic/call/replay_call.hpp>
#include <pullback/dynamic/variable.hpp>
#include <pullback/record.hpp>

#endif
