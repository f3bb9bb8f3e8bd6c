// SPDX-License-Identifier: BSL-1.0
#include "sacado.hpp"

#include "comparison.hpp"

const rivals::addition sacado_fad_is_added(rivals::add<rivals::sacado_fad>);
const rivals::addition sacado_elr_fad_is_added(rivals::add<rivals::sacado_elr_fad>);
const rivals::addition sacado_reverse_is_added(rivals::add<rivals::sacado_reverse>);
