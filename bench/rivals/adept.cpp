// SPDX-License-Identifier: BSL-1.0
#include "adept.hpp"

#include "comparison.hpp"

const rivals::addition adept_stack_is_added(rivals::add<rivals::adept_stack>);
