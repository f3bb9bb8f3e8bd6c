// SPDX-License-Identifier: BSL-1.0
#include "adolc.hpp"

#include "comparison.hpp"

const rivals::addition adolc_tape_is_added(rivals::add<rivals::adolc_tape>);
