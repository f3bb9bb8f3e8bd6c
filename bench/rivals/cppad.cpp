// SPDX-License-Identifier: BSL-1.0
#include "cppad.hpp"

#include "comparison.hpp"

const rivals::addition cppad_tape_is_added(rivals::add<rivals::cppad_tape>);
