// SPDX-License-Identifier: BSL-1.0
#include "xad.hpp"

#include "comparison.hpp"

const rivals::addition xad_adjoint_is_added(rivals::add<rivals::xad_adjoint>);
