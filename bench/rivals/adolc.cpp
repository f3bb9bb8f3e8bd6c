// SPDX-License-Identifier: BSL-1.0
#include "adolc.hpp"

#include "comparison.hpp"

[[maybe_unused]] const bool adolc_is_added = rivals::add<rivals::adolc_tape>();
