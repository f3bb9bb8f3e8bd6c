// SPDX-License-Identifier: BSL-1.0
#include "stan.hpp"

#include "comparison.hpp"

[[maybe_unused]] const bool stan_is_added = rivals::add<rivals::stan_math>();
