// SPDX-License-Identifier: BSL-1.0
#include "codipack.hpp"

#include "comparison.hpp"

const rivals::addition codi_forward_is_added(rivals::add<rivals::codi_forward>);
const rivals::addition codi_reverse_is_added(rivals::add<rivals::codi_reverse>);
