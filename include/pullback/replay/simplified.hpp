// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_REPLAY_SIMPLIFIED_HPP
#define PULLBACK_REPLAY_SIMPLIFIED_HPP

#include <pullback/replay/stored_program.hpp>

namespace pullback::engine::replay {

inline stored_program before_differentiation(const stored_program& from) { return from; }
inline stored_program before_execution(const stored_program& from) { return from; }

} // namespace pullback::engine::replay

#endif
