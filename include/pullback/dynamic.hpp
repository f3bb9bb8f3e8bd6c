// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DYNAMIC_HPP
#define PULLBACK_DYNAMIC_HPP

// See pullback.hpp.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wsign-conversion"

#include <pullback.hpp>
#include <pullback/dynamic/array/array_members.hpp>
#include <pullback/dynamic/array/concatenate.hpp>
#include <pullback/dynamic/array/dot.hpp>
#include <pullback/dynamic/array/log_sum_exp.hpp>
#include <pullback/dynamic/array/norms.hpp>
#include <pullback/dynamic/array/softmax.hpp>
#include <pullback/dynamic/check.hpp>
#include <pullback/dynamic/complex.hpp>
#include <pullback/dynamic/function.hpp>
#include <pullback/dynamic/grad.hpp>
#include <pullback/dynamic/no_grad.hpp>
#include <pullback/dynamic/number_operators.hpp>
#include <pullback/dynamic/operators.hpp>
#include <pullback/dynamic/print.hpp>
#include <pullback/dynamic/variable.hpp>

#pragma GCC diagnostic pop

#endif
