// SPDX-License-Identifier: BSL-1.0
#include "boost.hpp"

#include "comparison.hpp"

[[maybe_unused]] const bool boost_is_added = rivals::add<rivals::boost_autodiff>();
