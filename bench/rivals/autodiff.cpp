// SPDX-License-Identifier: BSL-1.0
#include "autodiff.hpp"

#include "comparison.hpp"

const rivals::addition autodiff_dual_is_added(rivals::add<rivals::autodiff_dual>);
