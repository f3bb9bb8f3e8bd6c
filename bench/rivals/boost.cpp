// SPDX-License-Identifier: BSL-1.0
#include "boost.hpp"

#include "comparison.hpp"

const rivals::addition boost_autodiff_is_added(rivals::add<rivals::boost_autodiff>);
