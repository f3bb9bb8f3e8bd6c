// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_FUNCTIONS_EXTREMUM_KIND_HPP
#define PULLBACK_FUNCTIONS_EXTREMUM_KIND_HPP

#include <pullback/cpp20.hpp>

namespace pullback::engine {

/// Which element of several an extremum is.
enum class extremum_kind { largest, smallest };

} // namespace pullback::engine

#endif
