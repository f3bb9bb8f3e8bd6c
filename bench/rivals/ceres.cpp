// SPDX-License-Identifier: BSL-1.0
#include "ceres.hpp"

#include "comparison.hpp"

[[maybe_unused]] const bool ceres_is_added = rivals::add<rivals::ceres_jet>();
