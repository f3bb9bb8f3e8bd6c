// SPDX-License-Identifier: BSL-1.0
#include "../functions/runge_kutta.hpp"

#include <pullback.hpp>

// Value and gradient of the number of hares after n steps, by four rates, as in ../loops/runge_kutta.cpp.

auto value_and_gradient(const functions::rates& r, int steps) {
    return pullback::value_and_gradient(functions::hares, pullback::wrt<0>)(r, pullback::step_count(steps));
}
