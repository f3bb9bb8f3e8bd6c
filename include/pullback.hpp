// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_HPP
#define PULLBACK_HPP

#include <pullback/derivative/hessian.hpp>
#include <pullback/expression/composition.hpp>
#include <pullback/functions/powers.hpp>
#include <pullback/functions/trigonometric.hpp>
#include <pullback/static_function/generic_function.hpp>

#endif
