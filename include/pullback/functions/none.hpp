// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_FUNCTIONS_NONE_HPP
#define PULLBACK_FUNCTIONS_NONE_HPP

#include <pullback/cpp20.hpp>

namespace pullback {

/// The creator of what no function made: a variable or a constant.
struct no_creator {
    friend constexpr bool operator==(no_creator, no_creator) { return true; }
};
inline constexpr no_creator none{};

} // namespace pullback

#endif
