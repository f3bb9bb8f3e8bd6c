// SPDX-License-Identifier: BSL-1.0
#include "plain.hpp"

#include "comparison.hpp"

const rivals::addition hand_written_is_added(rivals::add<rivals::hand_written>);
const rivals::addition only_primal_is_added(rivals::add<rivals::only_primal>);
const rivals::addition pullback_static_is_added(rivals::add<rivals::pullback_static>);
