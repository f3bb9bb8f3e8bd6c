// SPDX-License-Identifier: BSL-1.0
#include "cppad.hpp"

#include "comparison.hpp"

[[maybe_unused]] const bool cppad_is_added = rivals::add<rivals::cppad_tape>();
