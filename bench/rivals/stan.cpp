// SPDX-License-Identifier: BSL-1.0
#include "stan.hpp"

#include "comparison.hpp"

const rivals::addition stan_math_is_added(rivals::add<rivals::stan_math>);
