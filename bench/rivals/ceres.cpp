// SPDX-License-Identifier: BSL-1.0
#include "ceres.hpp"

#include "comparison.hpp"

const rivals::addition ceres_jet_is_added(rivals::add<rivals::ceres_jet>);
