// SPDX-License-Identifier: BSL-1.0
#include "sacado.hpp"

#include "comparison.hpp"

[[maybe_unused]] const bool sacado_is_added =
    rivals::add<rivals::sacado_fad>() && rivals::add<rivals::sacado_elr_fad>() && rivals::add<rivals::sacado_reverse>();
