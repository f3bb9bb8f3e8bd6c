// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DYNAMIC_HPP
#define PULLBACK_DYNAMIC_HPP

#include <pullback.hpp>
#include <pullback/dynamic/function.hpp>
#include <pullback/dynamic/grad.hpp>
#include <pullback/dynamic/operators.hpp>
#include <pullback/dynamic/variable.hpp>
#include <pullback/dynamic/whole_call.hpp>

#endif
